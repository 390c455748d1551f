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
  name    = "web"
  subnets = aws_subnet.this[*].id
}

variable "target_group_arn" {
  type = string
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}

resource "aws_lb_target_group" "api" { # undetermined aws-target-group-no-targets
  name        = "api"
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}

resource "aws_ecs_service" "api" {
  name            = "api"
  cluster         = "arn:aws:ecs:eu-west-1:123456789012:cluster/main"
  task_definition = "api:1"
  desired_count   = 2
  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "api"
    container_port   = 80
  }
}
