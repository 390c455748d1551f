variable "name" {
  type = string
}

variable "vault" {
  type = string
}

variable "copies" {
  type = list(string)
}

resource "aws_backup_plan" "this" {
  name = var.name

  rule { # want aws-backup-plan-same-region
    rule_name         = "all"
    target_vault_name = var.vault

    dynamic "copy_action" {
      for_each = var.copies

      content {
        destination_vault_arn = copy_action.value
      }
    }
  }
}
