provider "aws" { region = "eu-west-1" }

module "key" {
  for_each = { events = true, audit = false } # want aws-kms-key-disabled
  source   = "./key"
  enabled  = each.value
}

resource "aws_sns_topic" "this" {
  for_each          = module.key
  name              = each.key
  kms_master_key_id = each.value.arn
}
