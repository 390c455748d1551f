provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance_automated_backups_replication" "orders" { # want aws-rds-backup-replica-same-region
  source_db_instance_arn = aws_db_instance.orders.arn
}

# The source belongs to another configuration.
resource "aws_db_instance_automated_backups_replication" "reports" {
  source_db_instance_arn = "arn:aws:rds:eu-west-1:123456789012:db:reports" # want aws-rds-backup-replica-same-region
}
