variable "spread" { type = bool } # undetermined azurerm-service-plan-not-zone-balanced

resource "azurerm_service_plan" "web" {
  name                   = "web"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "P1v3"
  worker_count           = 3
  zone_balancing_enabled = var.spread
}
