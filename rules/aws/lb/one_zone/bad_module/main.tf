provider "aws" {
  region = "eu-west-1"
}

locals {
  zones = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_subnet" "public" {
  count = length(local.zones)

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = local.zones[count.index]
}

module "balancer" {
  source = "./modules/balancer"

  subnets = { # want aws-lb-one-zone
    shop  = aws_subnet.public[*].id
    admin = [aws_subnet.public[0].id]
  }
}
