provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

variable "zones" { # undetermined azurerm-lb-single-zone
  type = list(string)
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

resource "azurerm_lb" "chosen" {
  name                = "chosen"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard"

  frontend_ip_configuration {
    name      = "main"
    subnet_id = azurerm_subnet.main.id
    zones     = var.zones
  }
}

resource "azurerm_public_ip" "chosen" {
  name                = "chosen"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  allocation_method   = "Static"
  zones               = var.zones
}

resource "azurerm_lb" "public" { # undetermined azurerm-lb-single-zone
  name                = "public"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard"

  frontend_ip_configuration {
    name                 = "main"
    public_ip_address_id = azurerm_public_ip.chosen.id
  }
}
