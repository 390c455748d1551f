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

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = aws_subnet.this[*].id
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_autoscaling_policy" "web" {
  for_each = toset(["cpu"])

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

# Its size is fixed.
resource "aws_autoscaling_group" "fixed" {
  name                = "fixed"
  min_size            = 3
  max_size            = 3
  vpc_zone_identifier = aws_subnet.this[*].id
  launch_template {
    id = aws_launch_template.this.id
  }
}

# Grown by the autoscaler of Kubernetes.
resource "aws_autoscaling_group" "nodes" {
  name                = "nodes"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = aws_subnet.this[*].id
  tag {
    key                 = "k8s.io/cluster-autoscaler/enabled"
    value               = "true"
    propagate_at_launch = false
  }
  launch_template {
    id = aws_launch_template.this.id
  }
}

# Grown by ECS.
resource "aws_autoscaling_group" "hosts" {
  name                = "hosts"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = aws_subnet.this[*].id
  launch_template {
    id = aws_launch_template.this.id
  }
}

resource "aws_ecs_capacity_provider" "hosts" {
  name = "hosts"
  auto_scaling_group_provider {
    auto_scaling_group_arn = aws_autoscaling_group.hosts.arn
    managed_scaling {
      status = "ENABLED"
    }
  }
}
