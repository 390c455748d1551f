resource "aws_subnet" "a" {
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_elb" "public" {
  subnets = [aws_subnet.a.id, aws_subnet.b.id]
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_elb" "internal" {
  internal = true
  subnets  = [aws_subnet.a.id, aws_subnet.b.id]
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_cloudwatch_metric_alarm" "public" {
  alarm_name          = "public"
  namespace           = "AWS/ELB"
  metric_name         = "UnHealthyHostCount"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 0
  dimensions          = { LoadBalancerName = aws_elb.public.name }
  alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:oncall"]
}

# Each attachment is one of the two, by its number: both are in front.
locals {
  in_front = compact([aws_elb.public.name, aws_elb.internal.name])
}

resource "aws_autoscaling_attachment" "web" {
  count                  = 2
  autoscaling_group_name = aws_autoscaling_group.web.name
  elb                    = element(local.in_front, count.index)
}

resource "aws_autoscaling_group" "web" {
  min_size             = 2
  max_size             = 4
  vpc_zone_identifier  = [aws_subnet.a.id, aws_subnet.b.id]
  launch_configuration = "web"
  health_check_type    = "ELB"
}
