variable "name" {
  type = string
}

variable "topic" {
  type = string
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = var.name
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [var.topic]

  dimensions = {
    QueueName = var.name
  }
}
