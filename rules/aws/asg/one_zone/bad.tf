provider "aws" {
  region = "eu-west-1"
}

resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "also_a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_launch_template" "this" {
  name          = "worker"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

# Two subnets, one zone.
resource "aws_autoscaling_group" "worker" {
  name                = "worker"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.a.id, aws_subnet.also_a.id] # want aws-asg-one-zone
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_group" "by_zone" {
  name               = "by-zone"
  min_size           = 2
  max_size           = 2
  availability_zones = ["eu-west-1b"] # want aws-asg-one-zone
  launch_template {
    id = aws_launch_template.this.id
  }
}

# A subnet is in one zone, whichever AWS chose.
resource "aws_subnet" "anywhere" {
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.3.0/24"
}

resource "aws_autoscaling_group" "anywhere" {
  name                = "anywhere"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.anywhere.id] # want aws-asg-one-zone
  launch_template {
    id = aws_launch_template.this.id
  }
}
