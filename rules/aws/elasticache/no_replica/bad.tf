provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_replication_group" "alone" {
  replication_group_id = "alone"
  description          = "one node"
  num_cache_clusters   = 1 # want aws-elasticache-no-replica
}

resource "aws_elasticache_replication_group" "default" { # want aws-elasticache-no-replica
  replication_group_id = "default"
  description          = "one node, because nothing is said"
}

resource "aws_elasticache_replication_group" "sharded" {
  replication_group_id       = "sharded"
  description                = "shards of one node"
  automatic_failover_enabled = true
  num_node_groups            = 3
  replicas_per_node_group    = 0 # want aws-elasticache-no-replica
}

resource "aws_elasticache_replication_group" "manual" {
  replication_group_id       = "manual"
  description                = "nobody takes over"
  num_cache_clusters         = 3
  automatic_failover_enabled = false # want aws-elasticache-no-replica
}

resource "aws_elasticache_cluster" "node" {
  cluster_id      = "node"
  engine          = "valkey" # want aws-elasticache-no-replica
  num_cache_nodes = 1
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id      = "memcached"
  engine          = "memcached"
  num_cache_nodes = 1
}

resource "aws_elasticache_replication_group" "uneven" {
  replication_group_id       = "uneven"
  description                = "one shard of one node"
  automatic_failover_enabled = true

  node_group_configuration { # want aws-elasticache-no-replica
    replica_count = 0
  }

  node_group_configuration {
    replica_count = 1
  }
}

resource "aws_elasticache_replication_group" "old" {
  replication_group_id       = "old"
  description                = "as written for provider 4 and earlier"
  automatic_failover_enabled = true

  cluster_mode {
    num_node_groups         = 2
    replicas_per_node_group = 0 # want aws-elasticache-no-replica
  }
}
