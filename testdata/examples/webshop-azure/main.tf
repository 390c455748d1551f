# The shop's Azure sibling: virtual machines behind a load balancer, Azure SQL, Redis.
terraform {
  required_version = ">= 1.9"
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.55" }
  }
}

provider "azurerm" {
  features {}
}

variable "admin_key" {
  type        = string
  description = "Public SSH key of the operators."
}

variable "database_zone_redundant" {
  type        = bool
  description = "Whether the database spans zones; set per environment."
}

resource "azurerm_resource_group" "shop" {
  name     = "shop"
  location = "westeurope"
}

resource "azurerm_virtual_network" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  address_space       = ["10.30.0.0/16"]
}

resource "azurerm_subnet" "web" {
  name                 = "web"
  resource_group_name  = azurerm_resource_group.shop.name
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = ["10.30.1.0/24"]
}

# Without zones the address lives in whatever zone Azure chooses.
resource "azurerm_public_ip" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_lb" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  sku                 = "Standard"
  frontend_ip_configuration {
    name                 = "public"
    public_ip_address_id = azurerm_public_ip.shop.id
  }
}

resource "azurerm_lb_backend_address_pool" "web" {
  name            = "web"
  loadbalancer_id = azurerm_lb.shop.id
}

# No probe_id: a dead server keeps its share of the requests.
resource "azurerm_lb_rule" "http" {
  name                           = "http"
  loadbalancer_id                = azurerm_lb.shop.id
  frontend_ip_configuration_name = "public"
  backend_address_pool_ids       = [azurerm_lb_backend_address_pool.web.id]
  protocol                       = "Tcp"
  frontend_port                  = 80
  backend_port                   = 8080
}

resource "azurerm_linux_virtual_machine_scale_set" "web" {
  name                = "web"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  sku                 = "Standard_D2s_v5"
  instances           = 3
  zones               = ["1"]
  admin_username      = "operator"
  admin_ssh_key {
    username   = "operator"
    public_key = var.admin_key
  }
  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "Premium_LRS"
  }
  source_image_reference {
    publisher = "Canonical"
    offer     = "ubuntu-24_04-lts"
    sku       = "server"
    version   = "latest"
  }
  network_interface {
    name    = "web"
    primary = true
    ip_configuration {
      name                                   = "web"
      primary                                = true
      subnet_id                              = azurerm_subnet.web.id
      load_balancer_backend_address_pool_ids = [azurerm_lb_backend_address_pool.web.id]
    }
  }
}

resource "azurerm_mssql_server" "shop" {
  name                = "example-shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  version             = "12.0"
  azuread_administrator {
    login_username              = "shop-admins"
    object_id                   = "00000000-0000-0000-0000-000000000001"
    azuread_authentication_only = true
  }
}

resource "azurerm_mssql_database" "orders" {
  name                 = "orders"
  server_id            = azurerm_mssql_server.shop.id
  sku_name             = "BC_Gen5_2"
  zone_redundant       = var.database_zone_redundant
  storage_account_type = "Local"
  short_term_retention_policy {
    retention_days = 7
  }
}

# Basic is a single node without an SLA; it was meant for the trial.
resource "azurerm_redis_cache" "sessions" {
  name                = "example-shop-sessions"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  sku_name            = "Basic"
  family              = "C"
  capacity            = 1
}

resource "azurerm_monitor_metric_alert" "database" {
  name                = "orders-cpu"
  resource_group_name = azurerm_resource_group.shop.name
  scopes              = [azurerm_mssql_database.orders.id]
  criteria {
    metric_namespace = "Microsoft.Sql/servers/databases"
    metric_name      = "cpu_percent"
    aggregation      = "Average"
    operator         = "GreaterThan"
    threshold        = 90
  }
}
