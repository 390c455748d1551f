variable "nodes" {
  type    = number
  default = 1
}

resource "aws_elasticache_cluster" "this" {
  cluster_id      = "this"
  engine          = "memcached"
  num_cache_nodes = var.nodes
  az_mode         = var.nodes > 1 ? "cross-az" : "single-az"
}
