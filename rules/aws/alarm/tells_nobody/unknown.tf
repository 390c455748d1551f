provider "aws" {
  region = "eu-west-1"
}

variable "topics" { # undetermined aws-alarm-tells-nobody
  type = list(string)
}

variable "enabled" { # undetermined aws-alarm-tells-nobody
  type = bool
}

variable "subscribed" {
  type = string
}

resource "aws_cloudwatch_metric_alarm" "list" {
  alarm_name          = "list"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = var.topics

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.oncall.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_cloudwatch_metric_alarm" "enabled" {
  alarm_name          = "enabled"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]
  actions_enabled     = var.enabled

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_sns_topic" "chosen" {
  name = "chosen"
}

resource "aws_sns_topic_subscription" "chosen" {
  topic_arn = var.subscribed
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_cloudwatch_metric_alarm" "chosen" { # undetermined aws-alarm-tells-nobody
  alarm_name          = "chosen"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.chosen.arn]

  dimensions = {
    QueueName = "orders"
  }
}

# A policy that lets others subscribe: somebody may have, by hand.
resource "aws_sns_topic" "open" {
  name = "open"
}

resource "aws_sns_topic_policy" "open" {
  arn = aws_sns_topic.open.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["SNS:Subscribe", "SNS:Receive"]
      Resource  = aws_sns_topic.open.arn
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "open" { # undetermined aws-alarm-tells-nobody
  alarm_name          = "open"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = 80
  alarm_actions       = [aws_sns_topic.open.arn]
}
