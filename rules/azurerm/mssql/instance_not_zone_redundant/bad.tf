resource "azurerm_mssql_managed_instance" "shop" { # want azurerm-mssql-instance-not-zone-redundant
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  license_type        = "BasePrice"
  sku_name            = "GP_Gen5"
  storage_size_in_gb  = 32
  subnet_id           = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/sql"
  vcores              = 4
}

locals { standby = { bills = false } } # want azurerm-mssql-instance-not-zone-redundant

resource "azurerm_mssql_managed_instance" "more" {
  for_each               = local.standby
  name                   = each.key
  resource_group_name    = "shop"
  location               = "northeurope"
  license_type           = "BasePrice"
  sku_name               = "GP_Gen5"
  storage_size_in_gb     = 32
  subnet_id              = "/subscriptions/0/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/net/subnets/sql"
  vcores                 = 4
  zone_redundant_enabled = each.value
}
