variable "resource_group" {
  type = object({ name = string, location = string })
}

variable "frontends" {
  type = map(object({ subnet = string, zones = list(string) }))
}

resource "azurerm_lb" "this" {
  name                = "this"
  resource_group_name = var.resource_group.name
  location            = var.resource_group.location

  dynamic "frontend_ip_configuration" {
    for_each = var.frontends

    content {
      name      = frontend_ip_configuration.key
      subnet_id = frontend_ip_configuration.value.subnet
      zones     = frontend_ip_configuration.value.zones
    }
  }
}
