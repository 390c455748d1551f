# Whoever is on call, by mail.
resource "aws_sns_topic" "on_call" {
  name = "on-call"
}

resource "aws_sns_topic_subscription" "on_call" {
  topic_arn = aws_sns_topic.on_call.arn
  protocol  = "email"
  endpoint  = "on-call@example.com"
}

# For the chat, once somebody connects it.
resource "aws_sns_topic" "chat" {
  name = "chat"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = { shop = module.shop, admin = module.admin }

  alarm_name          = "${each.key}-errors"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  dimensions          = { LoadBalancer = each.value.balancer }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  alarm_actions       = [each.key == "shop" ? aws_sns_topic.on_call.arn : aws_sns_topic.chat.arn]
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  for_each = { orders = module.orders_db, customers = module.customers_db }

  alarm_name          = "${each.key}-db-storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  dimensions          = { DBInstanceIdentifier = each.value.identifier }
  statistic           = "Minimum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "LessThanThreshold"
  threshold           = 10 * 1024 * 1024 * 1024
}
