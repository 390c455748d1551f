provider "aws" { region = "eu-west-1" }

module "database" {
  source = "./db"
  parameters = { # want aws-rds-durability-weakened
    max_connections    = "500"
    synchronous_commit = "off"
  }
}
