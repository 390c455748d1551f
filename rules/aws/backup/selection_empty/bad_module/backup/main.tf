variable "tags" {
  type = map(string)
}

resource "aws_backup_plan" "this" { # want aws-backup-selection-empty
  name = "nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = "Default"
  }
}

resource "aws_backup_selection" "this" {
  for_each = var.tags

  name         = each.key
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"

  selection_tag {
    type  = "STRINGEQUALS"
    key   = each.key
    value = each.value
  }
}
