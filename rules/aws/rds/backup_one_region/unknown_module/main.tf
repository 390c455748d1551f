provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" { # undetermined aws-rds-backup-one-region
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

# Not on disk: it may hold the plan.
module "backup" {
  source  = "example/backup/aws"
  version = "1.0.0"
}
