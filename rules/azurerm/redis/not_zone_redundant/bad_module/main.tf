provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

module "cache" {
  source = "./cache"

  resource_group = azurerm_resource_group.main
  zones          = ["2"] # want azurerm-redis-not-zone-redundant
}
