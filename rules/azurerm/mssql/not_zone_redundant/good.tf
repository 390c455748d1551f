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

resource "azurerm_mssql_database" "on" {
  name           = "on"
  server_id      = azurerm_mssql_server.main.id
  sku_name       = "GP_Gen5_2"
  zone_redundant = true
}

# The small tiers have no zone redundancy.
resource "azurerm_mssql_database" "small" {
  for_each = toset(["Basic", "S1", "DW100c"])

  name      = each.key
  server_id = azurerm_mssql_server.main.id
  sku_name  = each.key
}

resource "azurerm_mssql_elasticpool" "pool" {
  name                = "pool"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  server_name         = azurerm_mssql_server.main.name
  zone_redundant      = true

  sku {
    name     = "GP_Gen5"
    tier     = "GeneralPurpose"
    family   = "Gen5"
    capacity = 4
  }

  per_database_settings {
    min_capacity = 0
    max_capacity = 4
  }
}

resource "azurerm_mssql_database" "pooled" {
  name            = "pooled"
  server_id       = azurerm_mssql_server.main.id
  elastic_pool_id = azurerm_mssql_elasticpool.pool.id
}

resource "azurerm_mssql_server" "west" {
  name                = "west"
  resource_group_name = azurerm_resource_group.main.name
  location            = "ukwest"
  version             = "12.0"
}

# A copy, in a region without zones.
resource "azurerm_mssql_database" "copy" {
  name                        = "on"
  server_id                   = azurerm_mssql_server.west.id
  create_mode                 = "Secondary"
  creation_source_database_id = azurerm_mssql_database.on.id
  sku_name                    = "GP_Gen5_2"
}
