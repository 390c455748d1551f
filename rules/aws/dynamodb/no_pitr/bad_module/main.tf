provider "aws" { region = "eu-west-1" }

module "tables" {
  source   = "./table"
  for_each = toset(["orders", "carts"]) # want aws-dynamodb-no-pitr

  name     = each.key
  recovery = each.key != "carts"
}
