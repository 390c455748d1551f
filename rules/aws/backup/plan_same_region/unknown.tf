variable "vault" {
  type = string
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_backup_vault" "near" {
  name = "near"
}

resource "aws_backup_vault" "far" {
  provider = aws.far
  name     = "far"
}

resource "aws_backup_plan" "chosen" { # undetermined aws-backup-plan-same-region
  name = "chosen"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.near.name
    schedule          = "cron(0 5 * * ? *)"

    copy_action {
      destination_vault_arn = var.vault
    }
  }
}
