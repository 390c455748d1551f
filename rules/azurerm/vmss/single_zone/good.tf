provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_linux_virtual_machine_scale_set" "spread" {
  name                = "spread"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
  zones               = ["1", "2", "3"]
}

resource "azurerm_linux_virtual_machine_scale_set" "zoneless" {
  name                = "zoneless"
  resource_group_name = azurerm_resource_group.main.name
  location            = "North Central US"
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
}

resource "azurerm_linux_virtual_machine_scale_set" "near" {
  name                = "near"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  admin_username      = "admin"
  zones               = ["1"]

  proximity_placement_group_id = azurerm_proximity_placement_group.near.id
}

resource "azurerm_proximity_placement_group" "near" {
  name                = "near"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
}
