provider "aws" {
  region = "eu-west-1"
}

locals {
  zones = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_subnet" "this" {
  for_each = toset(local.zones)

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, index(local.zones, each.key))
  availability_zone = each.key
}

resource "aws_launch_template" "this" {
  name          = "worker"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}

resource "aws_autoscaling_group" "worker" {
  name                = "worker"
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = [for s in aws_subnet.this : s.id]
  launch_template {
    id = aws_launch_template.this.id
  }
}

# One group for each zone, bound to the volumes there.
resource "aws_autoscaling_group" "stateful" {
  for_each = aws_subnet.this

  name                = "stateful-${each.key}"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = [each.value.id]
  launch_template {
    id = aws_launch_template.this.id
  }
}

# Close together on purpose.
resource "aws_placement_group" "hpc" {
  name     = "hpc"
  strategy = "cluster"
}

resource "aws_autoscaling_group" "hpc" {
  name                = "hpc"
  min_size            = 8
  max_size            = 8
  placement_group     = aws_placement_group.hpc.id
  vpc_zone_identifier = [aws_subnet.this["eu-west-1a"].id]
  launch_template {
    id = aws_launch_template.this.id
  }
}
