provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_replication_group" "pair" {
  replication_group_id       = "pair"
  description                = "two nodes"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
}

resource "aws_elasticache_replication_group" "sharded" {
  replication_group_id       = "sharded"
  description                = "shards of two nodes"
  automatic_failover_enabled = true
  multi_az_enabled           = true
  num_node_groups            = 3
  replicas_per_node_group    = 1
}

resource "aws_elasticache_replication_group" "grown" {
  replication_group_id       = "grown"
  description                = "its second node is a resource of its own"
  num_cache_clusters         = 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
}

resource "aws_elasticache_cluster" "second" {
  cluster_id           = "grown-002"
  replication_group_id = aws_elasticache_replication_group.grown.id
}

# A secondary takes its settings from the primary of the global datastore.
resource "aws_elasticache_replication_group" "secondary" {
  replication_group_id        = "secondary"
  description                 = "secondary"
  global_replication_group_id = aws_elasticache_global_replication_group.all.global_replication_group_id
}

resource "aws_elasticache_global_replication_group" "all" {
  global_replication_group_id_suffix = "all"
  primary_replication_group_id       = aws_elasticache_replication_group.pair.id
}

resource "aws_elasticache_replication_group" "old" {
  replication_group_id       = "old"
  description                = "as written for provider 4 and earlier"
  automatic_failover_enabled = true
  multi_az_enabled           = true

  cluster_mode {
    num_node_groups         = 2
    replicas_per_node_group = 1
  }
}
