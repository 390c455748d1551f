provider "aws" {
  region = "eu-west-1"
}

locals {
  zones = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_subnet" "this" {
  count = length(local.zones)

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = local.zones[count.index]
}

module "shop" {
  source = "./modules/service"

  name    = "shop"
  subnets = aws_subnet.this[*].id
  size    = 3
}

module "admin" {
  source = "./modules/service"

  name    = "admin"
  subnets = aws_subnet.this[*].id
  size    = 1 # want aws-asg-single-instance
}
