provider "aws" {
  region = "eu-west-1"
}

variable "nodes" { # undetermined aws-elasticache-no-replica
  type = number
}

variable "failover" { # undetermined aws-elasticache-no-replica
  type = bool
}

variable "engine" { # undetermined aws-elasticache-no-replica
  type = string
}

resource "aws_elasticache_replication_group" "nodes" {
  replication_group_id = "nodes"
  description          = "as many as they say"
  num_cache_clusters   = var.nodes
}

resource "aws_elasticache_replication_group" "failover" {
  replication_group_id       = "failover"
  description                = "two"
  num_cache_clusters         = 2
  automatic_failover_enabled = var.failover
}

resource "aws_elasticache_replication_group" "sharded" { # undetermined aws-elasticache-no-replica
  replication_group_id       = "sharded"
  description                = "AWS documents no default for the replicas"
  automatic_failover_enabled = true
  multi_az_enabled           = true
  num_node_groups            = 2
}

resource "aws_elasticache_cluster" "engine" {
  cluster_id      = "engine"
  engine          = var.engine
  num_cache_nodes = 1
}
