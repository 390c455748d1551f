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

module "plan" {
  source   = "./plan"
  for_each = { daily = [aws_backup_vault.near.arn], weekly = [aws_backup_vault.far.arn] }

  name   = each.key
  vault  = aws_backup_vault.near.name
  copies = each.value
}
