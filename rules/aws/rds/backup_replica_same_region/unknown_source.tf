provider "aws" { region = "eu-west-1" }

variable "source_arn" { type = string } # undetermined aws-rds-backup-replica-same-region

resource "aws_db_instance_automated_backups_replication" "given" {
  source_db_instance_arn = var.source_arn
}
