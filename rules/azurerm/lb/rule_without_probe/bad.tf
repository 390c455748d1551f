provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
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

resource "azurerm_lb_probe" "main" {
  name            = "main"
  loadbalancer_id = azurerm_lb.main.id
  protocol        = "Http"
  port            = 80
  request_path    = "/health"
}

resource "azurerm_lb_rule" "blind" { # want azurerm-lb-rule-without-probe
  name                           = "blind"
  loadbalancer_id                = azurerm_lb.main.id
  frontend_ip_configuration_name = "main"
  protocol                       = "Tcp"
  frontend_port                  = 80
  backend_port                   = 80
}

resource "azurerm_lb_rule" "seeing" {
  name                           = "seeing"
  loadbalancer_id                = azurerm_lb.main.id
  frontend_ip_configuration_name = "main"
  protocol                       = "Tcp"
  frontend_port                  = 80
  backend_port                   = 80
  probe_id                       = azurerm_lb_probe.main.id
}

resource "azurerm_lb_rule" "each" { # want azurerm-lb-rule-without-probe
  for_each = { http = 8080, admin = 9090 }

  name                           = each.key
  loadbalancer_id                = azurerm_lb.main.id
  frontend_ip_configuration_name = "main"
  protocol                       = "Tcp"
  frontend_port                  = each.value
  backend_port                   = each.value
}
