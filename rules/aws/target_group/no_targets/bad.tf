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

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}

resource "aws_lb_target_group" "api" { # want aws-target-group-no-targets
  name        = "api"
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}

resource "aws_lb_listener_rule" "other" {
  for_each = aws_lb_target_group.other

  listener_arn = aws_lb_listener.this.arn
  action {
    type             = "forward"
    target_group_arn = each.value.arn
  }
  condition {
    path_pattern {
      values = ["/${each.key}/*"]
    }
  }
}

resource "aws_lb_target_group" "other" { # want aws-target-group-no-targets
  for_each = toset(["search", "basket"])

  name        = each.key
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}

resource "aws_ecs_service" "basket" {
  name            = "basket"
  cluster         = "arn:aws:ecs:eu-west-1:123456789012:cluster/main"
  task_definition = "basket:1"
  desired_count   = 2
  load_balancer {
    target_group_arn = aws_lb_target_group.other["basket"].arn
    container_name   = "basket"
    container_port   = 80
  }
}
