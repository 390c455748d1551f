provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudwatch_metric_alarm" "silent" { # want aws-alarm-tells-nobody
  alarm_name          = "silent"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

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

resource "aws_cloudwatch_metric_alarm" "off" {
  alarm_name          = "off"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]
  actions_enabled     = false # want aws-alarm-tells-nobody

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_sns_topic" "empty" {
  name = "empty"
}

resource "aws_cloudwatch_metric_alarm" "empty" {
  alarm_name          = "empty"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.empty.arn] # want aws-alarm-tells-nobody

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_cloudwatch_composite_alarm" "all" { # want aws-alarm-tells-nobody
  alarm_name = "all"
  alarm_rule = "ALARM(orders-late)"
}
