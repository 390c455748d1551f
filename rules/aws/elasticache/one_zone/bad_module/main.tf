provider "aws" {
  region = "eu-west-1"
}

module "cache" {
  source = "./cache"

  spread = false # want aws-elasticache-one-zone
}
