resource "azurerm_cosmosdb_account" "basket" {
  name                = "basket"
  resource_group_name = "shop"
  location            = "westeurope"
  offer_type          = "Standard"
  automatic_failover_enabled = true
  consistency_policy {
    consistency_level = "Session"
  }
  geo_location {
    location          = "westeurope"
    failover_priority = 0
    zone_redundant    = true
  }
  geo_location {
    location          = "northeurope"
    failover_priority = 1
    zone_redundant    = true
  }
}

resource "azurerm_cosmosdb_account" "catalogue" {
  name                = "catalogue"
  resource_group_name = "shop"
  location            = "westeurope"
  offer_type          = "Standard"
  multiple_write_locations_enabled = true
  consistency_policy {
    consistency_level = "Session"
  }
  geo_location {
    location          = "westeurope"
    failover_priority = 0
    zone_redundant    = true
  }
  geo_location {
    location          = "northeurope"
    failover_priority = 1
    zone_redundant    = true
  }
}

resource "azurerm_cosmosdb_account" "sessions" {
  name                = "sessions"
  resource_group_name = "shop"
  location            = "westeurope"
  offer_type          = "Standard"
  consistency_policy {
    consistency_level = "Session"
  }
  geo_location {
    location          = "westeurope"
    failover_priority = 0
    zone_redundant    = true
  }
}
