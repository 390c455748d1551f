provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

variable "zones" { # undetermined azurerm-redis-not-zone-redundant
  type = list(string)
}

variable "sku" { # undetermined azurerm-redis-not-zone-redundant
  type = string
}

resource "azurerm_redis_cache" "chosen" {
  name                = "chosen"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
  zones               = var.zones
}

resource "azurerm_redis_cache" "pinned" {
  name                = "pinned"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "P"
  sku_name            = var.sku
  zones               = ["1"]
}

resource "azurerm_redis_cache" "default" { # undetermined azurerm-redis-not-zone-redundant
  name                = "default"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
}
