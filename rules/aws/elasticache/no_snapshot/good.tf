provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_replication_group" "kept" {
  replication_group_id       = "kept"
  description                = "a week"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 7
}

resource "aws_elasticache_cluster" "replica" {
  cluster_id           = "kept-003"
  replication_group_id = aws_elasticache_replication_group.kept.id
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id      = "memcached"
  engine          = "memcached"
  num_cache_nodes = 2
  az_mode         = "cross-az"
}
