variable "recovery_region" { type = string }
variable "vault_arn" { type = string }
variable "copies" { type = number }

provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = var.recovery_region
}

resource "aws_db_instance" "orders" { # undetermined aws-rds-backup-one-region
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance_automated_backups_replication" "orders" {
  provider               = aws.recovery
  source_db_instance_arn = aws_db_instance.orders.arn
}

# The plan copies, who knows where.
resource "aws_db_instance" "reports" { # undetermined aws-rds-backup-one-region
  identifier              = "reports"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_backup_vault" "daily" { name = "daily" }

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.daily.name
    copy_action {
      destination_vault_arn = var.vault_arn
    }
  }
}

resource "aws_backup_selection" "daily" {
  name         = "daily"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = [aws_db_instance.reports.arn]
}

# A global database, whose other members are elsewhere.
resource "aws_rds_cluster" "users" { # undetermined aws-rds-backup-one-region
  cluster_identifier        = "users"
  engine                    = "aurora-postgresql"
  global_cluster_identifier = "users"
  backup_retention_period   = 7
}

resource "aws_rds_cluster_instance" "users" {
  count              = 2
  cluster_identifier = aws_rds_cluster.users.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

# A replica that may exist.
resource "aws_db_instance" "stock" { # undetermined aws-rds-backup-one-region
  identifier              = "stock"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance" "stock_copy" {
  count               = var.copies
  region              = "eu-central-1"
  identifier          = "stock-${count.index}"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.stock.arn
}
