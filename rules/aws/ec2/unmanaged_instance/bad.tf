provider "aws" {
  region = "eu-west-1"
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  vpc_id   = "vpc-0123456789abcdef0"
  protocol = "HTTP"
  port     = 80
}

resource "aws_instance" "web" { # want aws-ec2-unmanaged-instance
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web.id
}

# One server for each name.
resource "aws_instance" "site" { # want aws-ec2-unmanaged-instance
  for_each = toset(["shop", "wiki"])

  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_eip" "site" {
  for_each = aws_instance.site

  instance = each.value.id
}

resource "aws_route53_record" "site" {
  for_each = aws_eip.site

  zone_id = "Z0123456789ABCDEFGHIJ"
  name    = each.key
  type    = "A"
  ttl     = 60
  records = [each.value.public_ip]
}
