resource "azurerm_recovery_services_vault" "main" {
  name                = "main"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard"
  storage_mode_type   = "LocallyRedundant" # want azurerm-recovery-services-vault-local-only
}

locals {
  storage = { shop = "GeoRedundant", bills = "LocallyRedundant" } # want azurerm-recovery-services-vault-local-only
}

resource "azurerm_recovery_services_vault" "each" {
  for_each            = local.storage
  name                = "each"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard"
  storage_mode_type   = each.value
}
