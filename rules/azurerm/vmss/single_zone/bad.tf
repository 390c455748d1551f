provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_linux_virtual_machine_scale_set" "none" { # want azurerm-vmss-single-zone
  name                = "none"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
}

resource "azurerm_windows_virtual_machine_scale_set" "one" {
  name                = "one"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
  zones               = ["1"] # want azurerm-vmss-single-zone
}

resource "azurerm_orchestrated_virtual_machine_scale_set" "flexible" { # want azurerm-vmss-single-zone
  name                        = "flexible"
  resource_group_name         = azurerm_resource_group.main.name
  location                    = azurerm_resource_group.main.location
  platform_fault_domain_count = 1
  instances                   = 3
}
