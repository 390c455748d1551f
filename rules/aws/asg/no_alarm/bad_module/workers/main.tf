variable "name" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "alarm" {
  type = number
}

resource "aws_autoscaling_group" "this" { # want aws-asg-no-alarm
  name                = var.name
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = var.subnets

  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_policy" "this" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

resource "aws_launch_template" "this" {
  name          = "this"
  image_id      = "ami-00000000000000000"
  instance_type = "t3.micro"
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  count = var.alarm == null ? 0 : 1

  alarm_name          = "${var.name}-cpu"
  namespace           = "AWS/EC2"
  metric_name         = "CPUUtilization"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

  dimensions = {
    AutoScalingGroupName = aws_autoscaling_group.this.name
  }
}
