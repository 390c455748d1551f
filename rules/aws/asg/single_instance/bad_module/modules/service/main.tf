variable "name" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "size" {
  type = number
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
  min_size            = var.size
  max_size            = var.size
  vpc_zone_identifier = var.subnets
  target_group_arns   = [aws_lb_target_group.this.arn]
  health_check_type   = "ELB"
  launch_template {
    id = aws_launch_template.this.id
  }
}
