provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_redis_cache" "pinned" {
  name                = "pinned"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
  zones               = ["1"] # want azurerm-redis-not-zone-redundant
}
