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

resource "aws_route53_record" "primary" {
  zone_id        = aws_route53_zone.zone.zone_id
  name           = "shop.example.com"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = "primary"

  failover_routing_policy {
    type = "PRIMARY"
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
  identifier         = "far-writer"
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
    enabled = false
  }

  replica {
    region_name            = "eu-central-1"
    point_in_time_recovery = false
  }
}
