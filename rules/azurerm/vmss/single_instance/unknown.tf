variable "smallest" { type = number }

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

resource "azurerm_linux_virtual_machine_scale_set" "shop" { # undetermined azurerm-vmss-single-instance
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Standard_D2s_v5"
  admin_username      = "shop"
  zones               = ["1", "2", "3"]
  instances           = 1
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

resource "azurerm_monitor_autoscale_setting" "shop" {
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  target_resource_id  = azurerm_linux_virtual_machine_scale_set.shop.id
  profile {
    name = "default"
    capacity {
      default = 2
      minimum = var.smallest
      maximum = 6
    }
    rule {
      metric_trigger {
        metric_name        = "Percentage CPU"
        metric_resource_id = azurerm_linux_virtual_machine_scale_set.shop.id
        time_grain         = "PT1M"
        statistic          = "Average"
        time_window        = "PT5M"
        time_aggregation   = "Average"
        operator           = "GreaterThan"
        threshold          = 70
      }
      scale_action {
        direction = "Increase"
        type      = "ChangeCount"
        value     = 1
        cooldown  = "PT5M"
      }
    }
  }
}
