provider "aws" {
  region = "eu-west-1"
}

resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_lb" "network" {
  name               = "network"
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id] # want aws-lb-one-zone
}

resource "aws_lb" "mapped" {
  name               = "mapped"
  load_balancer_type = "network"
  subnet_mapping { # want aws-lb-one-zone
    subnet_id = aws_subnet.a.id
  }
}

resource "aws_elb" "classic" {
  name               = "classic"
  availability_zones = ["eu-west-1b"] # want aws-lb-one-zone
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}
