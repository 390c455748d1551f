variable "mode" { type = string } # undetermined azurerm-recovery-services-vault-local-only

resource "azurerm_recovery_services_vault" "main" {
  name                = "main"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard"
  storage_mode_type   = var.mode
}
