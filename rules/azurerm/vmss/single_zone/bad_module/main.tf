provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

module "web" {
  source   = "./web"
  for_each = { blue = ["1", "2", "3"], green = ["1"] } # want azurerm-vmss-single-zone

  name           = each.key
  resource_group = azurerm_resource_group.main
  zones          = each.value
}
