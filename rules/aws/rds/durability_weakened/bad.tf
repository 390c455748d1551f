provider "aws" { region = "eu-west-1" }

resource "aws_db_parameter_group" "fast" {
  name   = "fast"
  family = "mysql8.4"
  parameter {
    name  = "max_connections"
    value = "500"
  }
  parameter {
    name  = "innodb_flush_log_at_trx_commit"
    value = "2" # want aws-rds-durability-weakened
  }
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "mysql"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
  parameter_group_name    = aws_db_parameter_group.fast.name
}

resource "aws_rds_cluster_parameter_group" "fast" {
  name   = "fast"
  family = "aurora-postgresql16"
  parameter {
    name  = "synchronous_commit"
    value = "off" # want aws-rds-durability-weakened
  }
}

resource "aws_rds_cluster" "bills" {
  cluster_identifier              = "bills"
  engine                          = "aurora-postgresql"
  db_cluster_parameter_group_name = "fast"
}
