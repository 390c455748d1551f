variable "tag" {
  type    = string
  default = ""
}

resource "aws_backup_plan" "this" { # want aws-backup-no-selection
  name = "nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = "Default"
    schedule          = "cron(0 2 * * ? *)"
  }
}

resource "aws_backup_selection" "this" {
  count        = var.tag == "" ? 0 : 1
  name         = "tagged"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = var.tag
  }
}
