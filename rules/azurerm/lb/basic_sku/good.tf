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
