resource "azurerm_service_plan" "web" {
  name                   = "web"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "S1"
  worker_count           = 2
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

resource "azurerm_service_plan" "scaled" {
  name                   = "scaled"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "S1"
  worker_count           = 1
}

resource "azurerm_linux_web_app" "bills" {
  name                = "bills"
  resource_group_name = "shop"
  location            = "westeurope"
  service_plan_id     = azurerm_service_plan.scaled.id
  site_config {
    health_check_path                 = "/healthz"
    health_check_eviction_time_in_min = 5
  }
}

resource "azurerm_monitor_autoscale_setting" "scaled" {
  name                = "scaled"
  resource_group_name = "shop"
  location            = "westeurope"
  target_resource_id  = azurerm_service_plan.scaled.id
  profile {
    name = "always"
    capacity {
      default = 2
      minimum = 2
      maximum = 5
    }
  }
}

# No web app runs in it.
resource "azurerm_service_plan" "batch" {
  name                   = "batch"
  resource_group_name    = "shop"
  location               = "westeurope"
  os_type                = "Linux"
  sku_name               = "S1"
}
