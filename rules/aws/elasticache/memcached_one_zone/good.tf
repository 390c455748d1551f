provider "aws" {
  region = "eu-west-1"
}

resource "aws_elasticache_cluster" "cross" {
  cluster_id      = "cross"
  engine          = "memcached"
  num_cache_nodes = 3
  az_mode         = "cross-az"
}

resource "aws_elasticache_cluster" "chosen" {
  cluster_id                   = "chosen"
  engine                       = "memcached"
  num_cache_nodes              = 2
  az_mode                      = "cross-az"
  preferred_availability_zones = ["eu-west-1a", "eu-west-1b"]
}
