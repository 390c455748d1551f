variable "name" {
  type = string
}

variable "check" {
  type = object({ path = string, matcher = string })
}

resource "aws_lb_target_group" "this" {
  name     = var.name
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  dynamic "health_check" {
    for_each = [var.check]
    content {
      path    = health_check.value.path
      matcher = health_check.value.matcher
    }
  }
}
