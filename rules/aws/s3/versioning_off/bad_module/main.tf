provider "aws" { region = "eu-west-1" }

module "buckets" {
  source   = "./bucket"
  for_each = { invoices = true, images = false } # want aws-s3-versioning-off

  name       = each.key
  versioning = each.value
}
