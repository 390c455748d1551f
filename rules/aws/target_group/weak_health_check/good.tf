resource "aws_lb_target_group" "web" {
  name     = "web"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
  health_check {
    path    = "/healthz"
    matcher = "200,401"
  }
}

# A service that does not speak HTTP.
resource "aws_lb_target_group" "mail" {
  name     = "mail"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "TCP"
  port     = 25
}

# Off is the default for a function.
resource "aws_lb_target_group" "function" {
  name        = "function"
  target_type = "lambda"
  health_check {
    enabled = false
  }
}
