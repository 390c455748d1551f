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
  for_each = { orders = true, reports = false }

  name           = each.key
  server_id      = azurerm_mssql_server.main.id
  resource_group = azurerm_resource_group.main.name
  alert          = each.value
}
