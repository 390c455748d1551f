resource "azurerm_virtual_network_gateway" "office" {
  name                = "office"
  resource_group_name = "net"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "Standard" # want azurerm-virtual-network-gateway-not-zone-redundant
  ip_configuration {
    public_ip_address_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/office"
    subnet_id            = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/GatewaySubnet"
  }
}
