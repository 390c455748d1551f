resource "azurerm_postgresql_flexible_server" "orders" {
  name                = "orders"
  resource_group_name = "shop"
  location            = "westeurope"
  version             = "16"
  sku_name            = "GP_Standard_D2s_v3"
  storage_mb          = 32768
  auto_grow_enabled   = true
  geo_redundant_backup_enabled = true
  high_availability {
    mode = "ZoneRedundant"
  }
}

resource "azurerm_postgresql_flexible_server" "reader" {
  name                = "reader"
  resource_group_name = "shop"
  location            = "westeurope"
  create_mode         = "Replica"
  source_server_id    = azurerm_postgresql_flexible_server.orders.id
}

resource "azurerm_mysql_flexible_server" "stock" {
  name                         = "stock"
  resource_group_name          = "shop"
  location                     = "ukwest" # has no zones
  sku_name                     = "GP_Standard_D2ds_v4"
  geo_redundant_backup_enabled = true
  high_availability {
    mode = "SameZone"
  }
}

resource "azurerm_mysql_flexible_server" "trial" {
  name                = "trial"
  resource_group_name = "shop"
  location            = "westeurope"
  sku_name            = "B_Standard_B1ms"
}
