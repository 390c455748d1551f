provider "aws" { region = "eu-west-1" }

variable "replicas" { type = number } # undetermined aws-memorydb-no-replica

resource "aws_memorydb_cluster" "sessions" {
  name                     = "sessions"
  acl_name                 = "open-access"
  node_type                = "db.r7g.large"
  num_replicas_per_shard   = var.replicas
  snapshot_retention_limit = 7
}
