provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_virtual_network" "main" {
  name                = "main"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "main" {
  name                 = "main"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.0.0.0/24"]
}

module "internal" {
  source = "./internal"

  resource_group = azurerm_resource_group.main
  frontends = { # want azurerm-lb-single-zone
    web = { subnet = azurerm_subnet.main.id, zones = ["1", "2", "3"] }
    api = { subnet = azurerm_subnet.main.id, zones = ["1"] }
  }
}
