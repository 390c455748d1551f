# Its alarm may recover it: the action is not known.
provider "aws" {
  region = "eu-west-1"
}

variable "on_failure" { type = string }

resource "aws_instance" "web" { # undetermined aws-ec2-unmanaged-instance
  ami           = "ami-00000000000000000"
  instance_type = "t3.micro"
}

resource "aws_route53_record" "web" {
  zone_id = "Z00000000000000000000"
  name    = "web.example.com"
  type    = "A"
  ttl     = 60
  records = [aws_instance.web.public_ip]
}

resource "aws_cloudwatch_metric_alarm" "web" {
  alarm_name          = "web"
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed_System"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  period              = 60
  statistic           = "Maximum"
  threshold           = 0
  alarm_actions       = [var.on_failure]

  dimensions = {
    InstanceId = aws_instance.web.id
  }
}
