variable "standbys" { type = number } # undetermined aws-aurora-shards-without-standby

resource "aws_rds_cluster" "shop" {
  cluster_identifier       = "shop"
  engine                   = "aurora-postgresql"
  engine_version           = "16.6-limitless"
  cluster_scalability_type = "limitless"
}

resource "aws_rds_shard_group" "shop" {
  db_shard_group_identifier = "shop"
  db_cluster_identifier     = aws_rds_cluster.shop.id
  max_acu                   = 1200
  compute_redundancy        = var.standbys
}
