provider "aws" { region = "eu-west-1" }

variable "days" { type = number } # undetermined aws-rds-backup-disabled
variable "source" { type = string }

resource "aws_db_instance" "days" {
  identifier              = "days"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = var.days
}

# It inherits what the instance of the snapshot had.
resource "aws_db_instance" "restored" { # undetermined aws-rds-backup-disabled
  identifier          = "restored"
  instance_class      = "db.r7g.large"
  multi_az            = true
  snapshot_identifier = "rds:orders-2026-01-01-03-00"
}

# It may be a replica.
resource "aws_db_instance" "source" { # undetermined aws-rds-backup-disabled
  identifier          = "source"
  engine              = "postgres"
  instance_class      = "db.r7g.large"
  multi_az            = true
  replicate_source_db = var.source
}
