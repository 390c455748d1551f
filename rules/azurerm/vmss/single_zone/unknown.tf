provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

variable "zones" { # undetermined azurerm-vmss-single-zone
  type = list(string)
}

resource "azurerm_linux_virtual_machine_scale_set" "chosen" {
  name                = "chosen"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
  zones               = var.zones
}
