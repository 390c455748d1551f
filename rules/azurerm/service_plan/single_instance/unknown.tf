variable "workers" { type = number }

resource "azurerm_service_plan" "web" { # undetermined azurerm-service-plan-single-instance
  name                   = "web"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "S1"
  worker_count           = var.workers
}

resource "azurerm_linux_web_app" "shop" {
  name                = "shop"
  resource_group_name = "shop"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.web.id
  site_config {
    health_check_path                 = "/healthz"
    health_check_eviction_time_in_min = 5
  }
}
