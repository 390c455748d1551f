provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_mssql_server" "main" {
  name                = "main"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  version             = "12.0"
}

resource "azurerm_monitor_action_group" "oncall" {
  name                = "oncall"
  resource_group_name = azurerm_resource_group.main.name
  short_name          = "oncall"

  email_receiver {
    name          = "oncall"
    email_address = "oncall@example.com"
  }
}

resource "azurerm_mssql_database" "orders" {
  name           = "orders"
  server_id      = azurerm_mssql_server.main.id
  sku_name       = "GP_Gen5_2"
  zone_redundant = true
}

resource "azurerm_monitor_metric_alert" "server" {
  name                     = "server"
  resource_group_name      = azurerm_resource_group.main.name
  scopes                   = [azurerm_mssql_server.main.id]
  target_resource_type     = "Microsoft.Sql/servers/databases"
  target_resource_location = "westeurope"

  criteria {
    metric_namespace = "Microsoft.Sql/servers/databases"
    metric_name      = "storage_percent"
    aggregation      = "Average"
    operator         = "GreaterThan"
    threshold        = 80
  }

  action {
    action_group_id = azurerm_monitor_action_group.oncall.id
  }
}
