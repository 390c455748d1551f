provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = "eu-west-1a"
}

resource "aws_elasticache_subnet_group" "a" {
  name       = "one-zone"
  subnet_ids = aws_subnet.a[*].id
}

resource "aws_elasticache_replication_group" "off" {
  replication_group_id       = "off"
  description                = "Multi-AZ is off"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = false # want aws-elasticache-one-zone
}

resource "aws_elasticache_replication_group" "subnets" {
  replication_group_id       = "subnets"
  description                = "all subnets are in one zone"
  num_node_groups            = 2
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.a.name # want aws-elasticache-one-zone
}

resource "aws_elasticache_replication_group" "preferred" {
  replication_group_id        = "preferred"
  description                 = "one zone is asked for"
  num_cache_clusters          = 2
  automatic_failover_enabled  = true
  preferred_cache_cluster_azs = ["eu-west-1b", "eu-west-1b"] # want aws-elasticache-one-zone
}

resource "aws_elasticache_serverless_cache" "serverless" {
  engine     = "valkey"
  name       = "serverless"
  subnet_ids = aws_subnet.a[*].id # want aws-elasticache-one-zone
}
