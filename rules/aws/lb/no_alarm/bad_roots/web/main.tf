provider "aws" {
  region = "eu-west-1"
}

resource "aws_lb" "web" { # want aws-lb-no-alarm
  name    = "web"
  subnets = ["subnet-00000000000000001", "subnet-00000000000000002"]
}
