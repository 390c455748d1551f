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

module "service" {
  source   = "./modules/service"
  for_each = { shop = "ELB", admin = "EC2" } # want aws-asg-ec2-health-check

  name              = each.key
  subnets           = aws_subnet.this[*].id
  health_check_type = each.value
}
