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

resource "azurerm_mssql_database" "each" {
  for_each = { orders = "Local", reports = "Zone", users = "Geo" } # want azurerm-mssql-backup-local

  name                 = each.key
  server_id            = azurerm_mssql_server.main.id
  sku_name             = "GP_Gen5_2"
  zone_redundant       = true
  storage_account_type = each.value
}
