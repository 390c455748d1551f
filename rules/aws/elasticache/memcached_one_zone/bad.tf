provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_cluster" "alone" {
  cluster_id      = "alone"
  engine          = "memcached"
  num_cache_nodes = 1 # want aws-elasticache-memcached-one-zone
}

resource "aws_elasticache_cluster" "default" { # want aws-elasticache-memcached-one-zone
  cluster_id      = "default"
  engine          = "memcached"
  num_cache_nodes = 3
}

resource "aws_elasticache_cluster" "single" {
  for_each = toset(["pages", "fragments"])

  cluster_id      = each.key
  engine          = "memcached"
  num_cache_nodes = 3
  az_mode         = "single-az" # want aws-elasticache-memcached-one-zone
}

resource "aws_elasticache_cluster" "same" {
  cluster_id                   = "same"
  engine                       = "memcached"
  num_cache_nodes              = 2
  preferred_availability_zones = ["eu-west-1a", "eu-west-1a"] # want aws-elasticache-memcached-one-zone
}
