variable "plan" { type = string }

resource "aws_backup_vault" "near" { name = "near" }

resource "aws_backup_plan" "daily" { # undetermined aws-backup-no-selection
  name = "daily"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.near.name
    schedule          = "cron(0 5 * * ? *)"
  }
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery { enabled = true }
}

resource "aws_backup_selection" "all" {
  name         = "all"
  plan_id      = var.plan
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  resources    = [aws_dynamodb_table.orders.arn]
}
