provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = false # want aws-rds-single-az
}

# Absent is false; the line is that of the block.
resource "aws_db_instance" "reports" { # want aws-rds-single-az
  identifier              = "reports"
  engine                  = "sqlserver-se"
  instance_class          = "db.r6i.large"
  allocated_storage       = 100
  backup_retention_period = 7
  option_group_name       = aws_db_option_group.plain.name
}

resource "aws_db_option_group" "plain" {
  name                 = "plain"
  engine_name          = "sqlserver-se"
  major_engine_version = "16.00"
  option { option_name = "TDE" }
}
