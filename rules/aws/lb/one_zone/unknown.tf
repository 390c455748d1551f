provider "aws" {
  region = "eu-west-1"
}

variable "subnet_ids" {
  type = list(string)
}

resource "aws_lb" "network" { # undetermined aws-lb-one-zone
  name               = "network"
  load_balancer_type = "network"
  subnets            = var.subnet_ids
}
