provider "aws" {
  region = "eu-west-1"
}

variable "days" { # undetermined aws-elasticache-no-snapshot
  type = number
}

variable "engine" { # undetermined aws-elasticache-no-snapshot
  type = string
}

resource "aws_elasticache_replication_group" "days" {
  replication_group_id     = "days"
  description              = "as many as they say"
  num_cache_clusters       = 2
  snapshot_retention_limit = var.days
}

resource "aws_elasticache_cluster" "engine" {
  cluster_id      = "engine"
  engine          = var.engine
  num_cache_nodes = 1
}
