terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "database" { type = string }

resource "aws_db_instance_automated_backups_replication" "this" { # want aws-rds-backup-replica-same-region
  source_db_instance_arn = var.database
}
