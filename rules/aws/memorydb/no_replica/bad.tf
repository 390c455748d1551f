provider "aws" { region = "eu-west-1" }

resource "aws_memorydb_cluster" "sessions" {
  name                     = "sessions"
  acl_name                 = "open-access"
  node_type                = "db.r7g.large"
  num_shards               = 2
  num_replicas_per_shard   = 0 # want aws-memorydb-no-replica
  snapshot_retention_limit = 7
}
