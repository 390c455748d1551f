variable "name" {
  type = string
}

variable "resource_group" {
  type = object({ name = string, location = string })
}

variable "zones" {
  type = list(string)
}

resource "azurerm_linux_virtual_machine_scale_set" "this" {
  name                = var.name
  resource_group_name = var.resource_group.name
  location            = var.resource_group.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  zones               = var.zones
}
