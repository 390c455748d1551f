provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.oncall.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

module "cache" {
  source   = "./cache"
  for_each = toset(["sessions", "carts"])

  name = each.key
}

# Only the sessions are watched.
resource "aws_cloudwatch_metric_alarm" "memory" {
  count = 2

  alarm_name          = "memory-${count.index}"
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]

  dimensions = {
    CacheClusterId = "sessions-00${count.index + 1}"
  }
}
