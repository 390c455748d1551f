provider "aws" {
  region = "eu-west-1"
}

variable "nodes" {
  type = number
}

variable "mode" { # undetermined aws-elasticache-memcached-one-zone
  type = string
}

variable "engine" { # undetermined aws-elasticache-memcached-one-zone
  type = string
}

resource "aws_elasticache_cluster" "nodes" {
  cluster_id      = "nodes"
  engine          = "memcached"
  num_cache_nodes = 2
  az_mode         = var.mode
}

resource "aws_elasticache_cluster" "engine" {
  cluster_id      = "engine"
  engine          = var.engine
  num_cache_nodes = 1
}
