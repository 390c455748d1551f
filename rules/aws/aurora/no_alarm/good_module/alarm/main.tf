variable "instance" {
  type = string
}

variable "topic" {
  type = string
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "${var.instance}-cpu"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [var.topic]

  dimensions = {
    DBInstanceIdentifier = var.instance
  }
}
