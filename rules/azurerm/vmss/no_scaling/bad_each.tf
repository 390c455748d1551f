resource "azurerm_lb" "shop" {
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

resource "azurerm_linux_virtual_machine_scale_set" "shop" { # want azurerm-vmss-no-scaling
  count               = 2
  name                = "shop${count.index}"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard_D2s_v5"
  admin_username      = "shop"
  zones               = ["1", "2", "3"]
  instances           = 3
  automatic_instance_repair { enabled = true }
  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
  network_interface {
    name    = "main"
    primary = true
    ip_configuration {
      name                                   = "main"
      subnet_id                              = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/web"
      load_balancer_backend_address_pool_ids = [azurerm_lb_backend_address_pool.shop.id]
    }
  }
}
