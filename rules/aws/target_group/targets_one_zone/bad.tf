provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_lb_target_group" "shop" { # want aws-target-group-targets-one-zone
  name     = "shop"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.this.id
}

resource "aws_instance" "shop" {
  count         = 2
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
  subnet_id     = aws_subnet.this["eu-west-1a"].id
}

resource "aws_lb_target_group_attachment" "shop" {
  count            = 2
  target_group_arn = aws_lb_target_group.shop.arn
  target_id        = aws_instance.shop[count.index].id
}
