provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}

# Automated backups go there.
resource "aws_db_instance" "orders" {
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

# A replica is there.
resource "aws_db_instance" "reports" {
  identifier              = "reports"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance" "reports_copy" {
  provider            = aws.recovery
  identifier          = "reports-copy"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.reports.arn
}

# A plan copies there: to a vault of ours, and to one of another configuration.
resource "aws_rds_cluster" "carts" {
  cluster_identifier      = "carts"
  engine                  = "aurora-postgresql"
  backup_retention_period = 7
}

resource "aws_rds_cluster" "stock" {
  cluster_identifier      = "stock"
  engine                  = "aurora-postgresql"
  backup_retention_period = 7
}

resource "aws_rds_cluster_instance" "all" {
  for_each           = { "carts-0" = "carts", "carts-1" = "carts", "stock-0" = "stock", "stock-1" = "stock" }
  identifier         = each.key
  cluster_identifier = each.value == "carts" ? aws_rds_cluster.carts.id : aws_rds_cluster.stock.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

resource "aws_backup_vault" "daily" { name = "daily" }

resource "aws_backup_vault" "recovery" {
  provider = aws.recovery
  name     = "recovery"
}

resource "aws_backup_plan" "carts" {
  name = "carts"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.daily.name
    copy_action {
      destination_vault_arn = aws_backup_vault.recovery.arn
    }
  }
}

resource "aws_backup_selection" "carts" {
  name         = "carts"
  plan_id      = aws_backup_plan.carts.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = [aws_rds_cluster.carts.arn]
}

resource "aws_backup_plan" "stock" {
  name = "stock"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.daily.name
    copy_action {
      destination_vault_arn = "arn:aws:backup:eu-central-1:210987654321:backup-vault:central"
    }
  }
}

resource "aws_backup_selection" "stock" {
  name         = "stock"
  plan_id      = aws_backup_plan.stock.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = [aws_rds_cluster.stock.arn]
}

# A global database has a member there.
resource "aws_rds_global_cluster" "users" {
  global_cluster_identifier = "users"
  engine                    = "aurora-postgresql"
}

resource "aws_rds_cluster" "users" {
  cluster_identifier        = "users"
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.users.id
  backup_retention_period   = 7
}

resource "aws_rds_cluster_instance" "users" {
  count              = 2
  cluster_identifier = aws_rds_cluster.users.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

# It has no instances on purpose.
resource "aws_rds_cluster" "users_recovery" {
  provider                  = aws.recovery
  cluster_identifier        = "users-recovery"
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.users.id
  depends_on                = [aws_rds_cluster_instance.users]
}
