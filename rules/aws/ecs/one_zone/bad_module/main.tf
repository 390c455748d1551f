provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = each.key
}

module "orders" {
  source  = "./service"
  name    = "orders"
  subnets = [for zone in ["eu-west-1b"] : aws_subnet.this[zone].id] # want aws-ecs-one-zone
}

module "bills" {
  source  = "./service"
  name    = "bills"
  subnets = [for subnet in aws_subnet.this : subnet.id]
}
