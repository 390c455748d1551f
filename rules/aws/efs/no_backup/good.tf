provider "aws" { region = "eu-west-1" }

resource "aws_efs_file_system" "uploads" { creation_token = "uploads" }

resource "aws_efs_backup_policy" "uploads" {
  file_system_id = aws_efs_file_system.uploads.id
  backup_policy { status = "ENABLED" }
}

resource "aws_efs_file_system" "media" { creation_token = "media" }

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
  resources    = [aws_efs_file_system.media.arn]
}
