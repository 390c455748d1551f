provider "aws" { region = "eu-west-1" }

module "orders" {
  source      = "./db"
  name        = "orders"
  backup_days = 14
}

module "scratch" {
  source      = "./db"
  for_each    = { a = 7, b = 0 } # want aws-rds-backup-disabled
  name        = each.key
  backup_days = each.value
}
