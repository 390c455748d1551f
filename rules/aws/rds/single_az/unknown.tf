provider "aws" { region = "eu-west-1" }

variable "standby" { type = bool }  # undetermined aws-rds-single-az
variable "engine" { type = string } # undetermined aws-rds-single-az
variable "environments" { type = set(string) }

resource "aws_db_instance" "standby" {
  identifier              = "standby"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = var.standby
}

resource "aws_db_instance" "engine" {
  identifier              = "engine"
  engine                  = var.engine
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
}

# It may not exist.
resource "aws_db_instance" "each" {
  for_each                = var.environments
  identifier              = each.key
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = false # undetermined aws-rds-single-az
}

# Its options are not in this configuration.
resource "aws_db_instance" "mirrored" {
  identifier              = "mirrored"
  engine                  = "sqlserver-se"
  instance_class          = "db.r6i.large"
  allocated_storage       = 100
  backup_retention_period = 7
  option_group_name       = "shared-mirroring" # undetermined aws-rds-single-az
}
