provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 1
}

# Replicas start without; their source has the backups.
resource "aws_db_instance" "reader" {
  identifier          = "orders-reader"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.orders.identifier
}

# AWS Backup makes its own.
resource "aws_db_instance" "planned" {
  identifier              = "planned"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 0
}

resource "aws_backup_vault" "daily" { name = "daily" }

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.daily.name
  }
}

resource "aws_backup_selection" "daily" {
  name         = "daily"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = [aws_db_instance.planned.arn]
}
