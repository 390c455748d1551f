resource "azurerm_lb" "shop" { # want azurerm-lb-single-member
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  frontend_ip_configuration {
    name      = "in"
    subnet_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/web"
    zones     = ["1", "2", "3"]
  }
}

resource "azurerm_lb_backend_address_pool" "shop" {
  name            = "shop"
  loadbalancer_id = azurerm_lb.shop.id
}

resource "azurerm_lb_probe" "shop" {
  name            = "shop"
  loadbalancer_id = azurerm_lb.shop.id
  port            = 443
}

resource "azurerm_lb_rule" "shop" {
  name                           = "shop"
  loadbalancer_id                = azurerm_lb.shop.id
  protocol                       = "Tcp"
  frontend_port                  = 443
  backend_port                   = 443
  frontend_ip_configuration_name = "in"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.shop.id]
  probe_id                       = azurerm_lb_probe.shop.id
}

resource "azurerm_network_interface" "shop" {
  count               = 1
  name                = "shop${count.index}"
  resource_group_name = "shop"
  location            = "westeurope"
  ip_configuration {
    name                          = "main"
    subnet_id                     = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/web"
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_network_interface_backend_address_pool_association" "shop" {
  count                   = 1
  network_interface_id    = azurerm_network_interface.shop[count.index].id
  ip_configuration_name   = "main"
  backend_address_pool_id = azurerm_lb_backend_address_pool.shop.id
}
