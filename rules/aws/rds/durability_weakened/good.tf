provider "aws" { region = "eu-west-1" }

resource "aws_db_parameter_group" "safe" {
  name   = "safe"
  family = "mysql8.4"
  parameter {
    name  = "innodb_flush_log_at_trx_commit"
    value = "1"
  }
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "mysql"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
  parameter_group_name    = aws_db_parameter_group.safe.name
}

# For a replica, which can be made again.
resource "aws_db_parameter_group" "fast" {
  name   = "fast"
  family = "mysql8.4"
  parameter {
    name  = "innodb_flush_log_at_trx_commit"
    value = "2"
  }
}

resource "aws_db_instance" "reader" {
  identifier           = "orders-reader"
  instance_class       = "db.r7g.large"
  replicate_source_db  = aws_db_instance.orders.identifier
  parameter_group_name = aws_db_parameter_group.fast.name
}
