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

resource "azurerm_mssql_server" "partner" {
  name                = "partner"
  resource_group_name = azurerm_resource_group.main.name
  location            = "West Europe"
  version             = "12.0"
}

resource "azurerm_mssql_failover_group" "main" {
  name      = "main"
  server_id = azurerm_mssql_server.main.id

  partner_server { # want azurerm-mssql-failover-same-region
    id = azurerm_mssql_server.partner.id
  }

  read_write_endpoint_failover_policy {
    mode = "Manual"
  }
}
