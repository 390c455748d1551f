resource "azurerm_monitor_action_group" "oncall" {
  name                = "oncall"
  resource_group_name = "shop"
  short_name          = "oncall"
  email_receiver {
    name          = "oncall"
    email_address = "oncall@example.com"
  }
}

resource "azurerm_monitor_activity_log_alert" "this" {
  for_each            = toset(["Administrative", "ServiceHealth"])
  name                = each.key
  resource_group_name = "shop"
  location            = "global"
  scopes              = ["/subscriptions/00000000-0000-0000-0000-000000000000"]
  criteria { category = each.key }
  action { action_group_id = azurerm_monitor_action_group.oncall.id }
}
