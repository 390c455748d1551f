provider "aws" { region = "eu-west-1" }

# The module takes 0 for "no limit".
module "ship" {
  source = "./worker"
  name   = "ship"
  limit  = 0 # want aws-lambda-no-concurrency
}

module "bill" {
  source = "./worker"
  name   = "bill"
  limit  = -1
}
