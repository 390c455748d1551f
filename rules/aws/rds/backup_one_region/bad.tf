provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" { # want aws-rds-backup-one-region
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

# The replica is in the same region.
resource "aws_db_instance" "reader" {
  identifier          = "orders-reader"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.orders.identifier
}

# The plan copies, but within the region.
resource "aws_rds_cluster" "carts" { # want aws-rds-backup-one-region
  for_each                = toset(["blue", "green"])
  cluster_identifier      = "carts-${each.key}"
  engine                  = "aurora-postgresql"
  backup_retention_period = 7
  tags                    = { Backup = "daily" }
}

resource "aws_rds_cluster_instance" "carts" {
  for_each           = { for i, key in ["blue", "green", "blue", "green"] : "${key}-${i}" => key }
  cluster_identifier = aws_rds_cluster.carts[each.value].id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

resource "aws_backup_vault" "daily" { name = "daily" }

resource "aws_backup_vault" "second" { name = "second" }

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.daily.name
    copy_action {
      destination_vault_arn = aws_backup_vault.second.arn
    }
  }
}

resource "aws_backup_selection" "daily" {
  name         = "daily"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "daily"
  }
}
