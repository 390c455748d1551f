provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "main" {
  name     = "main"
  location = "westeurope"
}

module "server" {
  source   = "./server"
  for_each = toset(["main", "partner"])

  name           = each.key
  resource_group = azurerm_resource_group.main.name
  location       = azurerm_resource_group.main.location
}

resource "azurerm_mssql_failover_group" "main" {
  name      = "main"
  server_id = module.server["main"].id

  partner_server { # want azurerm-mssql-failover-same-region
    id = module.server["partner"].id
  }

  read_write_endpoint_failover_policy {
    mode = "Manual"
  }
}
