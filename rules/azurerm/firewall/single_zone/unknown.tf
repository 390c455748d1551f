variable "zones" { type = list(string) } # undetermined azurerm-firewall-single-zone

resource "azurerm_firewall" "edge" {
  name                = "edge"
  resource_group_name = "net"
  location            = "westeurope"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  zones               = var.zones
  ip_configuration {
    name                 = "main"
    subnet_id            = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/AzureFirewallSubnet"
    public_ip_address_id = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/publicIPAddresses/edge"
  }
}
