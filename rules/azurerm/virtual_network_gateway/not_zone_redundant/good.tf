resource "azurerm_virtual_network_gateway" "office" {
  name                = "office"
  resource_group_name = "net"
  location            = "westeurope"
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"
  ip_configuration {
    public_ip_address_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/office"
    subnet_id            = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/GatewaySubnet"
  }
}

resource "azurerm_virtual_network_gateway" "branch" {
  name                = "branch"
  resource_group_name = "net"
  location            = "westeurope"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"
  ip_configuration {
    public_ip_address_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/branch"
    subnet_id            = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/GatewaySubnet"
  }
}
