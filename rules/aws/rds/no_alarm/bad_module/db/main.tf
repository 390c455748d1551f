variable "name" {
  type = string
}

variable "alarm" {
  type = bool
}

resource "aws_db_instance" "this" { # want aws-rds-no-alarm
  identifier              = var.name
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 100
  username                = var.name
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  count = var.alarm ? 1 : 0

  alarm_name          = "${var.name}-storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.this.identifier
  }
}
