provider "aws" { region = "eu-west-1" }

# AWS spreads them.
resource "aws_rds_cluster" "orders" {
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "orders" {
  count              = 2
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = aws_rds_cluster.orders.engine
  instance_class     = "db.serverless"
}

# The writer is pinned, the reader is not.
resource "aws_rds_cluster" "carts" {
  cluster_identifier = "carts"
  engine             = "aurora-mysql"
}

resource "aws_rds_cluster_instance" "carts_writer" {
  cluster_identifier = aws_rds_cluster.carts.id
  engine             = "aurora-mysql"
  instance_class     = "db.r7g.large"
  availability_zone  = "eu-west-1a"
}

resource "aws_rds_cluster_instance" "carts_reader" {
  cluster_identifier = aws_rds_cluster.carts.id
  engine             = "aurora-mysql"
  instance_class     = "db.r7g.large"
}

# A Multi-AZ DB cluster brings its three instances.
resource "aws_rds_cluster" "stock" {
  cluster_identifier        = "stock"
  engine                    = "postgres"
  db_cluster_instance_class = "db.m6gd.large"
  allocated_storage         = 100
  storage_type              = "io1"
  iops                      = 3000
}

# Serverless v1 has no instances.
resource "aws_rds_cluster" "legacy" {
  cluster_identifier = "legacy"
  engine             = "aurora-mysql"
  engine_mode        = "serverless"
}
