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

resource "aws_lb" "this" {
  name               = "mail"
  load_balancer_type = "network"
  subnets            = aws_subnet.this[*].id
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 25
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_lb_target_group" "this" {
  name     = "mail"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "TCP"
  port     = 25
}

resource "aws_instance" "this" {
  count = 4

  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
  subnet_id     = aws_subnet.this[count.index % 2].id
}

resource "aws_lb_target_group_attachment" "this" {
  count = 4

  target_group_arn = aws_lb_target_group.this.arn
  target_id        = aws_instance.this[count.index].id
}
