variable "matcher" { # undetermined aws-target-group-weak-health-check
  type = string
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  health_check {
    path    = "/healthz"
    matcher = var.matcher
  }
}
