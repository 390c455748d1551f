provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

variable "probe" { # undetermined azurerm-lb-rule-without-probe
  type = string
}

resource "azurerm_public_ip" "main" {
  name                = "main"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  allocation_method   = "Static"
  zones               = ["1", "2", "3"]
}

resource "azurerm_lb" "main" {
  name                = "main"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location

  frontend_ip_configuration {
    name                 = "main"
    public_ip_address_id = azurerm_public_ip.main.id
  }
}

resource "azurerm_lb_rule" "chosen" {
  name                           = "chosen"
  loadbalancer_id                = azurerm_lb.main.id
  frontend_ip_configuration_name = "main"
  protocol                       = "Tcp"
  frontend_port                  = 80
  backend_port                   = 80
  probe_id                       = var.probe
}
