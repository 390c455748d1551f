provider "aws" { region = "eu-west-1" }

module "bucket" {
  source   = "./bucket"
  for_each = { invoices = "Disabled", images = "Enabled" } # want aws-s3-replication-skips-encrypted

  name      = each.key
  encrypted = each.value
}
