provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

variable "sku" { # undetermined azurerm-redis-no-replica
  type = string
}

variable "available" { # undetermined azurerm-redis-no-replica
  type = bool
}

resource "azurerm_redis_cache" "chosen" {
  name                = "chosen"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  capacity            = 1
  family              = "C"
  sku_name            = var.sku
}

resource "azurerm_managed_redis" "chosen" {
  name                      = "chosen"
  resource_group_name       = azurerm_resource_group.main.name
  location                  = azurerm_resource_group.main.location
  sku_name                  = "Balanced_B3"
  high_availability_enabled = var.available
}
