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

variable "redundant" { # undetermined azurerm-mssql-not-zone-redundant
  type = bool
}

variable "sku" { # undetermined azurerm-mssql-not-zone-redundant
  type = string
}

variable "pool" { # undetermined azurerm-mssql-not-zone-redundant
  type = string
}

resource "azurerm_mssql_database" "redundant" {
  name           = "redundant"
  server_id      = azurerm_mssql_server.main.id
  sku_name       = "GP_Gen5_2"
  zone_redundant = var.redundant
}

resource "azurerm_mssql_database" "sku" {
  name      = "sku"
  server_id = azurerm_mssql_server.main.id
  sku_name  = var.sku
}

resource "azurerm_mssql_database" "pooled" {
  name            = "pooled"
  server_id       = azurerm_mssql_server.main.id
  elastic_pool_id = var.pool
}

resource "azurerm_mssql_database" "elsewhere" {
  name            = "elsewhere"
  server_id       = azurerm_mssql_server.main.id
  elastic_pool_id = "/subscriptions/0/resourceGroups/x/providers/Microsoft.Sql/servers/x/elasticPools/x" # undetermined azurerm-mssql-not-zone-redundant
}
