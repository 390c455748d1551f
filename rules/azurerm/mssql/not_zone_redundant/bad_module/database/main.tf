variable "name" {
  type = string
}

variable "server_id" {
  type = string
}

variable "redundant" {
  type = bool
}

resource "azurerm_mssql_database" "this" {
  name           = var.name
  server_id      = var.server_id
  sku_name       = "P2"
  zone_redundant = var.redundant
}
