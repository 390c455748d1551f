variable "name" {
  type = string
}

resource "aws_elasticache_replication_group" "this" { # want aws-elasticache-no-alarm
  replication_group_id       = var.name
  description                = var.name
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 7
}
