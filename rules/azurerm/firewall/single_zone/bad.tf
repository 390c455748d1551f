resource "azurerm_firewall" "edge" {
  name                = "edge"
  resource_group_name = "net"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  zones               = ["1"] # want azurerm-firewall-single-zone
  ip_configuration {
    name                 = "main"
    subnet_id            = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/AzureFirewallSubnet"
    public_ip_address_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/edge"
  }
}
