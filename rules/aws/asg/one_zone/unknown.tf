provider "aws" {
  region = "eu-west-1"
}

variable "subnet_ids" {
  type = list(string)
}

variable "zone" {
  type = string
}

data "aws_subnets" "private" {
  filter {
    name   = "tag:Tier"
    values = ["private"]
  }
}

resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "other" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = var.zone
}

resource "aws_launch_template" "this" {
  name          = "worker"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_autoscaling_group" "variable" { # undetermined aws-asg-one-zone
  name                = "variable"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = concat([aws_subnet.a.id], var.subnet_ids)
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_group" "looked_up" { # undetermined aws-asg-one-zone
  name                = "looked-up"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = data.aws_subnets.private.ids
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_group" "zone_unknown" { # undetermined aws-asg-one-zone
  name                = "zone-unknown"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.a.id, aws_subnet.other.id]
  launch_template {
    id = aws_launch_template.this.id
  }
}
