provider "aws" {
  region = "eu-west-1"
}

resource "aws_db_instance" "orders" {
  engine                  = "postgres"
  instance_class          = "db.m6g.large"
  multi_az                = true
  backup_retention_period = 0 # want aws-rds-backup-disabled
}
