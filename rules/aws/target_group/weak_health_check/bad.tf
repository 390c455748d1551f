resource "aws_lb_target_group" "off" {
  name     = "off"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  health_check {
    enabled = false # want aws-target-group-weak-health-check
  }
}

resource "aws_lb_target_group" "connects" {
  name     = "connects"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  health_check {
    protocol = "TCP" # want aws-target-group-weak-health-check
  }
}

resource "aws_lb_target_group" "accepts" {
  name     = "accepts"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  health_check {
    path    = "/"
    matcher = "200-499" # want aws-target-group-weak-health-check
  }
}
