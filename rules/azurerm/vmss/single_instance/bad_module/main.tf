module "web" {
  source   = "./web"
  for_each = { shop = 3, admin = 1 } # want azurerm-vmss-single-instance

  name      = each.key
  instances = each.value
}
