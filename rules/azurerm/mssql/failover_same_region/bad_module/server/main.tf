variable "name" {
  type = string
}

variable "resource_group" {
  type = string
}

variable "location" {
  type = string
}

resource "azurerm_mssql_server" "this" {
  name                = var.name
  resource_group_name = var.resource_group
  location            = var.location
  version             = "12.0"
}

output "id" {
  value = azurerm_mssql_server.this.id
}
