variable "name" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "health_check_type" {
  type = string
}

resource "aws_lb_target_group" "this" {
  name     = var.name
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
}

resource "aws_launch_template" "this" {
  name          = var.name
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_autoscaling_group" "this" {
  name                = var.name
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = var.subnets
  target_group_arns   = [aws_lb_target_group.this.arn]
  health_check_type   = var.health_check_type
  launch_template {
    id = aws_launch_template.this.id
  }
}
