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

variable "storage" { # undetermined azurerm-mssql-backup-local
  type = string
}

resource "azurerm_mssql_database" "chosen" {
  name                 = "chosen"
  server_id            = azurerm_mssql_server.main.id
  sku_name             = "S1"
  storage_account_type = var.storage
}
