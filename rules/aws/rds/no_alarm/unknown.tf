provider "aws" {
  region = "eu-west-1"
}

variable "database" {
  type = string
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.oncall.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_db_instance" "orders" { # undetermined aws-rds-no-alarm
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 100
  username                = "orders"
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]

  dimensions = {
    DBInstanceIdentifier = var.database
  }
}
