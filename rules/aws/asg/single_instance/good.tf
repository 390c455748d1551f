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

resource "aws_launch_template" "this" {
  name          = "web"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = aws_subnet.this[*].id
  target_group_arns   = [aws_lb_target_group.web.arn]
  health_check_type   = "ELB"
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_policy" "web" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 50
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

# Takes no requests: a queue waits while it is replaced.
resource "aws_autoscaling_group" "worker" {
  name                = "worker"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = aws_subnet.this[*].id
  launch_template {
    id = aws_launch_template.this.id
  }
}

# One of two groups that share the requests.
resource "aws_lb_target_group" "pair" {
  name     = "pair"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
}

resource "aws_autoscaling_group" "blue" {
  name                = "blue"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = aws_subnet.this[*].id
  target_group_arns   = [aws_lb_target_group.pair.arn]
  health_check_type   = "ELB"
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_group" "green" {
  name                = "green"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = aws_subnet.this[*].id
  target_group_arns   = [aws_lb_target_group.pair.arn]
  health_check_type   = "ELB"
  launch_template {
    id = aws_launch_template.this.id
  }
}
