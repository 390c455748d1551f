resource "azurerm_recovery_services_vault" "main" {
  name                = "main"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard"
  storage_mode_type   = "ZoneRedundant"
}

resource "azurerm_recovery_services_vault" "other" {
  name                = "other"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard"
}
