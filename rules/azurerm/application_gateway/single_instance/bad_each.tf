locals {
  capacity = { shop = 3, bills = 1 } # want azurerm-application-gateway-single-instance
}

resource "azurerm_application_gateway" "shop" {
  for_each            = local.capacity
  name                = each.key
  resource_group_name = "shop"
  location            = "westeurope"
  zones               = ["1", "2", "3"]
  sku {
    name = "WAF_v2"
    tier = "WAF_v2"
    capacity = each.value
  }
  gateway_ip_configuration {
    name      = "main"
    subnet_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/gateway"
  }
  frontend_ip_configuration {
    name                 = "main"
    public_ip_address_id = "/subscriptions/0/resourceGroups/shop/providers/Microsoft.Network/publicIPAddresses/shop"
  }
  frontend_port {
    name = "https"
    port = 443
  }
  backend_address_pool { name = "web" }
  backend_http_settings {
    name                  = "web"
    cookie_based_affinity = "Disabled"
    port                  = 443
    protocol              = "Https"
  }
  http_listener {
    name                           = "web"
    frontend_ip_configuration_name = "main"
    frontend_port_name             = "https"
    protocol                       = "Https"
  }
  request_routing_rule {
    name                       = "web"
    rule_type                  = "Basic"
    http_listener_name         = "web"
    backend_address_pool_name  = "web"
    backend_http_settings_name = "web"
    priority                   = 1
  }
}
