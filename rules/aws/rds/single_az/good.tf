provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
}

# A copy: its source has to survive.
resource "aws_db_instance" "reader" {
  identifier          = "orders-reader"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.orders.identifier
}

# An edition without Multi-AZ.
resource "aws_db_instance" "express" {
  identifier              = "express"
  engine                  = "sqlserver-ex"
  instance_class          = "db.t3.large"
  allocated_storage       = 100
  backup_retention_period = 7
}

# The older way to a standby.
resource "aws_db_instance" "mirrored" {
  identifier              = "mirrored"
  engine                  = "sqlserver-se"
  instance_class          = "db.r6i.large"
  allocated_storage       = 100
  backup_retention_period = 7
  option_group_name       = aws_db_option_group.mirroring.name
}

resource "aws_db_option_group" "mirroring" {
  name                 = "mirroring"
  engine_name          = "sqlserver-se"
  major_engine_version = "15.00"
  option { option_name = "Mirroring" }
}
