
resource "aws_rds_cluster" "shop" {
  cluster_identifier       = "shop"
  engine                   = "aurora-postgresql"
  engine_version           = "16.6-limitless"
  cluster_scalability_type = "limitless"
}

resource "aws_rds_shard_group" "shop" { # want aws-aurora-shards-without-standby
  db_shard_group_identifier = "shop"
  db_cluster_identifier     = aws_rds_cluster.shop.id
  max_acu                   = 1200
}

resource "aws_rds_shard_group" "other" {
  for_each                  = { a = 1, b = 0 } # want aws-aurora-shards-without-standby
  db_shard_group_identifier = each.key
  db_cluster_identifier     = "limitless-${each.key}"
  max_acu                   = 1200
  compute_redundancy        = each.value
}
