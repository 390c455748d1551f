variable "zones" { type = bool } # undetermined azurerm-cosmosdb-not-zone-redundant

resource "azurerm_cosmosdb_account" "basket" {
  name                = "basket"
  resource_group_name = "shop"
  location            = "westeurope"
  offer_type          = "Standard"
  consistency_policy {
    consistency_level = "Session"
  }
  geo_location {
    location          = "westeurope"
    failover_priority = 0
    zone_redundant    = var.zones
  }
}
