variable "regions" { type = map(number) } # undetermined azurerm-cosmosdb-one-region

resource "azurerm_cosmosdb_account" "basket" {
  name                = "basket"
  resource_group_name = "shop"
  location            = "westeurope"
  offer_type          = "Standard"
  automatic_failover_enabled = true
  consistency_policy {
    consistency_level = "Session"
  }
  dynamic "geo_location" {
    for_each = var.regions
    content {
      location          = geo_location.key
      failover_priority = geo_location.value
      zone_redundant    = true
    }
  }
}
