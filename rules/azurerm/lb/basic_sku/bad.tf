locals {
  skus = { shop = "Basic", bills = "Standard" } # want azurerm-lb-basic-sku
}

resource "azurerm_lb" "shop" {
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = "Basic" # want azurerm-lb-basic-sku
  frontend_ip_configuration {
    name      = "in"
    subnet_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/web"
  }
}

resource "azurerm_lb" "each" {
  for_each            = local.skus
  name                = each.key
  resource_group_name = "shop"
  location            = "westeurope"
  sku                 = each.value
}
