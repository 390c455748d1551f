resource "azurerm_service_plan" "web" {
  name                   = "web"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "P1v3"
  worker_count           = 3
  zone_balancing_enabled = true
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

resource "azurerm_service_plan" "trial" {
  name                   = "trial"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "B1"
}

resource "azurerm_linux_web_app" "preview" {
  name                = "preview"
  resource_group_name = "shop"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.trial.id
  site_config {
    always_on = true
  }
}
