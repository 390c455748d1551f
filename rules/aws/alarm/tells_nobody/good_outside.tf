# Topics that live elsewhere: whether somebody is subscribed is not told here.
provider "aws" {
  region = "eu-west-1"
}

variable "topic" { type = string }

data "aws_sns_topic" "oncall" { name = "oncall" }

resource "aws_cloudwatch_metric_alarm" "each" {
  for_each = { variable = var.topic, data = data.aws_sns_topic.oncall.arn }

  alarm_name          = each.key
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [each.value]

  dimensions = {
    QueueName = "orders"
  }
}
