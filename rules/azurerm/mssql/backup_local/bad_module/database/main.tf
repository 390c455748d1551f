variable "server_id" {
  type = string
}

variable "cheap" {
  type    = bool
  default = false
}

resource "azurerm_mssql_database" "this" {
  name                 = "this"
  server_id            = var.server_id
  sku_name             = "S1"
  storage_account_type = var.cheap ? "Local" : "Geo"
}
