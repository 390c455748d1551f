# Another root backs up what is its own.
provider "aws" {
  region = "eu-west-1"
}

variable "stack" { type = string }

module "files" {
  source = "registry.example.com/acme/files/aws"
  name   = var.stack
}

resource "aws_backup_plan" "files" {
  name = "files"

  rule {
    rule_name         = "daily"
    target_vault_name = "files"
    schedule          = "cron(0 3 * * ? *)"
  }
}

resource "aws_backup_selection" "files" {
  name         = "files"
  plan_id      = aws_backup_plan.files.id
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  resources    = ["${module.files.arn}/${var.stack}"]
}
