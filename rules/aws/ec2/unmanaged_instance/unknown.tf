provider "aws" {
  region = "eu-west-1"
}

variable "other_instance" {
  type = string
}

resource "aws_elb" "web" {
  name               = "web"
  availability_zones = ["eu-west-1a", "eu-west-1b"]
  instances          = [aws_instance.web.id, var.other_instance]
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_instance" "web" { # undetermined aws-ec2-unmanaged-instance
  ami           = "ami-0123456789abcdef0"
  instance_type = "m7g.large"
}
