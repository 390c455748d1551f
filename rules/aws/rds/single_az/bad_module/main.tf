provider "aws" { region = "eu-west-1" }

locals {
  databases = { # want aws-rds-single-az
    orders  = { standby = true }
    reports = { standby = false }
  }
}

# The module defaults to no standby.
module "legacy" { # want aws-rds-single-az
  source = "./db"
  name   = "legacy"
}

module "database" {
  source   = "./db"
  for_each = local.databases

  name    = each.key
  standby = each.value.standby
}
