variable "standby" { type = string } # undetermined azurerm-flexible-server-no-standby

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
    mode = var.standby
  }
}
