variable "spread" {
  type    = bool
  default = true
}

resource "aws_elasticache_replication_group" "this" {
  for_each = toset(["sessions", "pages"])

  replication_group_id       = each.key
  description                = each.key
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = var.spread
}
