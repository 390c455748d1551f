provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_replication_group" "never" {
  replication_group_id     = "never"
  description              = "snapshots are off"
  num_cache_clusters       = 2
  snapshot_retention_limit = 0 # want aws-elasticache-no-snapshot
}

resource "aws_elasticache_replication_group" "default" { # want aws-elasticache-no-snapshot
  replication_group_id = "default"
  description          = "nothing is said"
  num_cache_clusters   = 2
}

resource "aws_elasticache_cluster" "node" { # want aws-elasticache-no-snapshot
  cluster_id      = "node"
  engine          = "redis"
  num_cache_nodes = 1
}

resource "aws_elasticache_serverless_cache" "serverless" { # want aws-elasticache-no-snapshot
  name   = "serverless"
  engine = "valkey"
}
