provider "aws" {
  region = "eu-west-1"
}

variable "spread" { # undetermined aws-elasticache-one-zone
  type = bool
}

variable "nodes" { # undetermined aws-elasticache-one-zone
  type = number
}

resource "aws_elasticache_replication_group" "spread" {
  replication_group_id       = "spread"
  description                = "as they say"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = var.spread
}

resource "aws_elasticache_replication_group" "nodes" {
  replication_group_id = "nodes"
  description          = "as many as they say"
  num_cache_clusters   = var.nodes
}
