provider "aws" { region = "eu-west-1" }

module "cluster" {
  source   = "./cluster"
  for_each = { orders = 2, reports = 1 }

  name      = each.key
  instances = each.value
}
