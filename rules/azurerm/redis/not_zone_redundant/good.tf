provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_redis_cache" "spread" {
  name                = "spread"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
  zones               = ["1", "2", "3"]
}

resource "azurerm_redis_cache" "standard" {
  name                = "standard"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
}

# Manchester has no zones.
resource "azurerm_redis_cache" "zoneless" {
  name                = "zoneless"
  resource_group_name = azurerm_resource_group.main.name
  location            = "UK West"
  capacity            = 1
  family              = "P"
  sku_name            = "Premium"
}
