provider "aws" {
  region = "eu-west-1"
}

locals {
  days = { sessions = 0, carts = 7 } # want aws-elasticache-no-snapshot
}

module "cache" {
  source   = "./cache"
  for_each = local.days

  name = each.key
  days = each.value
}
