provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_redis_cache" "basic" {
  name                = "basic"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "C"
  sku_name            = "Basic" # want azurerm-redis-no-replica
}

resource "azurerm_managed_redis" "single" {
  for_each = toset(["sessions", "pages"])

  name                      = each.key
  resource_group_name       = azurerm_resource_group.main.name
  location                  = azurerm_resource_group.main.location
  sku_name                  = "Balanced_B3"
  high_availability_enabled = false # want azurerm-redis-no-replica
}
