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

resource "azurerm_mssql_server" "partner" {
  name                = "partner"
  resource_group_name = azurerm_resource_group.main.name
  location            = "northeurope"
  version             = "12.0"
}

resource "azurerm_mssql_database" "default" {
  name           = "default"
  server_id      = azurerm_mssql_server.main.id
  sku_name       = "GP_Gen5_2"
  zone_redundant = true
}

resource "azurerm_mssql_database" "geo" {
  name                 = "geo"
  server_id            = azurerm_mssql_server.main.id
  sku_name             = "GP_Gen5_2"
  zone_redundant       = true
  storage_account_type = "GeoZone"
}

# The data itself has a copy in another region.
resource "azurerm_mssql_database" "copied" {
  name                 = "copied"
  server_id            = azurerm_mssql_server.main.id
  sku_name             = "GP_Gen5_2"
  zone_redundant       = true
  storage_account_type = "Local"
}

resource "azurerm_mssql_failover_group" "main" {
  name      = "main"
  server_id = azurerm_mssql_server.main.id
  databases = [azurerm_mssql_database.copied.id]

  partner_server {
    id = azurerm_mssql_server.partner.id
  }

  read_write_endpoint_failover_policy {
    mode = "Manual"
  }
}
