provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

resource "azurerm_mssql_server" "main" {
  name                = "main"
  resource_group_name = azurerm_resource_group.main.name
  location            = azurerm_resource_group.main.location
  version             = "12.0"
}

module "database" {
  source   = "./database"
  for_each = { orders = true, reports = false } # want azurerm-mssql-not-zone-redundant

  name      = each.key
  server_id = azurerm_mssql_server.main.id
  redundant = each.value
}
