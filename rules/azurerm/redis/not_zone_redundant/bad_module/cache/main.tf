variable "resource_group" {
  type = object({ name = string, location = string })
}

variable "zones" {
  type = list(string)
}

resource "azurerm_redis_cache" "this" {
  name                = "this"
  resource_group_name = var.resource_group.name
  location            = var.resource_group.location
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
  zones               = var.zones
}
