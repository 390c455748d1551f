# A machine for a batch that somebody starts by hand, or a schedule.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_autoscaling_group" "batch" {
  name               = "batch"
  min_size           = 0
  desired_capacity   = 0
  max_size           = 1
  availability_zones = ["eu-west-1a", "eu-west-1b"]

  launch_template {
    id = aws_launch_template.batch.id
  }
}

resource "aws_launch_template" "batch" {
  name          = "batch"
  image_id      = "ami-00000000000000000"
  instance_type = "t3.micro"
}
