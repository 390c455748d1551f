provider "aws" { region = "eu-west-1" }

resource "aws_autoscaling_group" "web" {
  name               = "web"
  min_size           = 2
  max_size           = 2
  availability_zones = ["eu-west-1a", "eu-west-1b"]
  launch_template { id = "lt-0123456789abcdef0" }

  suspended_processes = ["AZRebalance"]
}
