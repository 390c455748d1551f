resource "aws_backup_vault" "near" { name = "near" }

resource "aws_backup_plan" "daily" { # undetermined aws-backup-no-selection
  name = "daily"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.near.name
    schedule          = "cron(0 5 * * ? *)"
  }
}
