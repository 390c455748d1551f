provider "aws" {
  region = "eu-west-1"
}

module "pages" { # want aws-elasticache-memcached-one-zone
  source = "./memcached"
}
