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

resource "aws_lb_target_group" "api" {
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
    target_group_arn = aws_lb_target_group.api.arn
    container_name   = "api"
    container_port   = 80
  }
}

# Targets that have an address and nothing else.
resource "aws_lb_listener_rule" "legacy" {
  listener_arn = aws_lb_listener.this.arn
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.legacy.arn
  }
  condition {
    path_pattern {
      values = ["/legacy/*"]
    }
  }
}

resource "aws_lb_target_group" "legacy" {
  name        = "legacy"
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}

resource "aws_lb_target_group_attachment" "legacy" {
  for_each = toset(["10.9.0.1", "10.9.1.1"])

  target_group_arn  = aws_lb_target_group.legacy.arn
  target_id         = each.key
  availability_zone = "all"
}

# Green waits for the next deployment.
resource "aws_lb_target_group" "green" {
  name        = "green"
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80
}
