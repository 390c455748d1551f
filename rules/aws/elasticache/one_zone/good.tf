provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "each" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_elasticache_subnet_group" "both" {
  name       = "two-zones"
  subnet_ids = values(aws_subnet.each)[*].id
}

resource "aws_elasticache_replication_group" "on" {
  replication_group_id       = "on"
  description                = "Multi-AZ is on"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.both.name
}

# Two zones are asked for, and the replica takes over.
resource "aws_elasticache_replication_group" "preferred" {
  replication_group_id        = "preferred"
  description                 = "two zones are asked for"
  num_cache_clusters          = 2
  automatic_failover_enabled  = true
  preferred_cache_cluster_azs = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_elasticache_serverless_cache" "serverless" {
  engine     = "valkey"
  name       = "serverless"
  subnet_ids = values(aws_subnet.each)[*].id
}
