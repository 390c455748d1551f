provider "aws" {
  region = "eu-west-1"
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
}

# Two that share the requests.
resource "aws_instance" "web" {
  count = 2

  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_lb_target_group_attachment" "web" {
  count = 2

  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web[count.index].id
}

# One that is recovered.
resource "aws_instance" "wiki" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_route53_record" "wiki" {
  zone_id = "Z0123456789ABCDEFGHIJ"
  name    = "wiki"
  type    = "A"
  ttl     = 60
  records = [aws_instance.wiki.private_ip]
}

resource "aws_cloudwatch_metric_alarm" "wiki" {
  alarm_name          = "wiki"
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed_System"
  dimensions          = { InstanceId = aws_instance.wiki.id }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  alarm_actions       = ["arn:aws:automate:eu-west-1:ec2:recover"]
}

# For administrators.
resource "aws_instance" "bastion" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t4g.micro"
}

resource "aws_route53_record" "bastion" {
  zone_id = "Z0123456789ABCDEFGHIJ"
  name    = "bastion"
  type    = "A"
  ttl     = 60
  records = [aws_instance.bastion.public_ip]
}
