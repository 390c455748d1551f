provider "aws" {
  region = "eu-west-1"
}

module "db" {
  source   = "./db"
  for_each = { orders = true, reports = false }

  name  = each.key
  alarm = each.value
}
