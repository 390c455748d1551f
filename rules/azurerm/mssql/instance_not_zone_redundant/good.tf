resource "azurerm_mssql_managed_instance" "shop" {
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  license_type        = "BasePrice"
  sku_name            = "GP_Gen5"
  storage_size_in_gb  = 32
  subnet_id           = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/sql"
  vcores              = 4

  zone_redundant_enabled = true
}

resource "azurerm_mssql_managed_instance" "old" {
  name                = "shop"
  resource_group_name = "shop"
  location            = "westus"
  license_type        = "BasePrice"
  sku_name            = "GP_Gen5"
  storage_size_in_gb  = 32
  subnet_id           = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/sql"
  vcores              = 4
}
