# A web service: a balancer in the public subnets, a group of servers behind it.
variable "name" { type = string }
variable "network" { type = any }
variable "certificate_arn" { type = string }
variable "environment" { type = map(string) }
variable "min_size" { type = number }
variable "max_size" { type = number }

variable "health_check_type" {
  type        = string
  description = "EC2 asks whether the machine runs, ELB whether the service answers."
  default     = "EC2"
}

resource "aws_lb" "this" {
  name    = var.name
  subnets = var.network.public_subnets
}

resource "aws_lb_target_group" "this" {
  name     = var.name
  vpc_id   = var.network.vpc_id
  protocol = "HTTP"
  port     = 8080
  health_check {
    path = "/healthz"
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  certificate_arn   = var.certificate_arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_launch_template" "this" {
  name          = var.name
  image_id      = "resolve:ssm:/shop/images/${var.name}"
  instance_type = "m7g.large"
  user_data     = base64encode(join("\n", [for k, v in var.environment : "${k}=${v}"]))
}

resource "aws_autoscaling_group" "this" {
  name                = var.name
  min_size            = var.min_size
  max_size            = var.max_size
  vpc_zone_identifier = var.network.app_subnets
  target_group_arns   = [aws_lb_target_group.this.arn]
  health_check_type   = var.health_check_type
  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 50
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

output "dns_name" { value = aws_lb.this.dns_name }
output "zone_id" { value = aws_lb.this.zone_id }
output "balancer" { value = aws_lb.this.arn_suffix }
