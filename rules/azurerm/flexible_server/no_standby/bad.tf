resource "azurerm_postgresql_flexible_server" "orders" { # want azurerm-flexible-server-no-standby
  name                = "orders"
  resource_group_name = "shop"
  location            = "westeurope"
  version             = "16"
  sku_name            = "GP_Standard_D2s_v3"
  storage_mb          = 32768
  auto_grow_enabled   = true
  geo_redundant_backup_enabled = true
}

resource "azurerm_mysql_flexible_server" "stock" {
  name                         = "stock"
  resource_group_name          = "shop"
  location                     = "westeurope"
  sku_name                     = "GP_Standard_D2ds_v4"
  geo_redundant_backup_enabled = true
  high_availability {
    mode = "SameZone" # want azurerm-flexible-server-no-standby
  }
}
