variable "name" {
  type = string
}

variable "server_id" {
  type = string
}

variable "resource_group" {
  type = string
}

variable "alert" {
  type = bool
}

resource "azurerm_mssql_database" "this" { # want azurerm-mssql-no-alert
  name           = var.name
  server_id      = var.server_id
  sku_name       = "GP_Gen5_2"
  zone_redundant = true
}

resource "azurerm_monitor_metric_alert" "this" {
  count = var.alert ? 1 : 0

  name                = var.name
  resource_group_name = var.resource_group
  scopes              = [azurerm_mssql_database.this.id]

  criteria {
    metric_namespace = "Microsoft.Sql/servers/databases"
    metric_name      = "storage_percent"
    aggregation      = "Average"
    operator         = "GreaterThan"
    threshold        = 80
  }
}
