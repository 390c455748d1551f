provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_route53_zone" "zone" {
  name = "example.com"
}

resource "aws_route53_health_check" "check" {
  type              = "HTTPS"
  fqdn              = "eu-west-1.shop.example.com"
  failure_threshold = 3
}

resource "aws_route53_record" "primary" {
  zone_id        = aws_route53_zone.zone.zone_id
  name           = "shop.example.com"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = "primary"
  health_check_id = aws_route53_health_check.check.id

  failover_routing_policy {
    type = "PRIMARY"
  }
}

resource "aws_route53_record" "secondary" {
  zone_id        = aws_route53_zone.zone.zone_id
  name           = "shop.example.com"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.2"]
  set_identifier = "secondary"

  failover_routing_policy {
    type = "SECONDARY"
  }
}

resource "aws_rds_global_cluster" "shop" {
  global_cluster_identifier = "shop"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
}

resource "aws_rds_cluster" "near" {
  cluster_identifier        = "shop-near"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
  global_cluster_identifier = "shop"
  backup_retention_period   = 14
}

resource "aws_rds_cluster" "far" {
  provider = aws.far
  cluster_identifier        = "shop-far"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
  global_cluster_identifier = "shop"
  backup_retention_period   = 14
}

resource "aws_rds_cluster_instance" "near_writer" {
  identifier         = "near-writer"
  cluster_identifier = aws_rds_cluster.near.cluster_identifier
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
  promotion_tier     = 1
}

resource "aws_rds_cluster_instance" "far_writer" {
  provider = aws.far
  identifier         = "far-writer"
  cluster_identifier = aws_rds_cluster.far.cluster_identifier
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
  promotion_tier     = 1
}

resource "aws_rds_cluster_instance" "near_reader" {
  identifier         = "near-reader"
  cluster_identifier = aws_rds_cluster.near.cluster_identifier
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
  promotion_tier     = 1
}

resource "aws_rds_cluster_instance" "far_reader" {
  provider = aws.far
  identifier         = "far-reader"
  cluster_identifier = aws_rds_cluster.far.cluster_identifier
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
  promotion_tier     = 1
}

resource "aws_dynamodb_table" "carts" {
  name             = "carts"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    region_name            = "eu-central-1"
    point_in_time_recovery = true
  }
}

resource "aws_sns_topic" "on_call" {
  name = "on-call"
}

resource "aws_sns_topic_subscription" "on_call" {
  topic_arn = aws_sns_topic.on_call.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_cloudwatch_metric_alarm" "near_cpu" {
  alarm_name          = "near-cpu"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Maximum"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.on_call.arn]

  dimensions = {
    DBClusterIdentifier = aws_rds_cluster.near.cluster_identifier
  }
}

resource "aws_sns_topic" "on_call_far" {
  provider = aws.far
  name = "on-call"
}

resource "aws_sns_topic_subscription" "on_call_far" {
  provider = aws.far
  topic_arn = aws_sns_topic.on_call_far.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_cloudwatch_metric_alarm" "far_cpu" {
  provider = aws.far
  alarm_name          = "far-cpu"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Maximum"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.on_call_far.arn]

  dimensions = {
    DBClusterIdentifier = aws_rds_cluster.far.cluster_identifier
  }
}
