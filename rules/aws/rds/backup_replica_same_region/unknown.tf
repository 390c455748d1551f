variable "recovery_region" { type = string }

provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = var.recovery_region
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance_automated_backups_replication" "orders" { # undetermined aws-rds-backup-replica-same-region
  provider               = aws.recovery
  source_db_instance_arn = aws_db_instance.orders.arn
}
