provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_route53_resolver_endpoint" "office" {
  direction          = "OUTBOUND"
  security_group_ids = ["sg-0123456789abcdef0"]

  dynamic "ip_address" {
    for_each = values(aws_subnet.this)[*].id
    content { subnet_id = ip_address.value }
  }
}
