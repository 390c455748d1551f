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

resource "aws_elasticache_replication_group" "sessions" { # want aws-elasticache-no-alarm
  replication_group_id       = "sessions"
  description                = "sessions"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 7
}

resource "aws_elasticache_cluster" "pages" { # want aws-elasticache-no-alarm
  cluster_id      = "pages"
  engine          = "memcached"
  num_cache_nodes = 2
  az_mode         = "cross-az"
}

resource "aws_elasticache_serverless_cache" "carts" { # want aws-elasticache-no-alarm
  name                     = "carts"
  engine                   = "valkey"
  snapshot_retention_limit = 7
}

resource "aws_cloudwatch_metric_alarm" "other" {
  alarm_name          = "other"
  namespace           = "AWS/ElastiCache"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]

  dimensions = {
    CacheClusterId = "other-001"
  }
}
