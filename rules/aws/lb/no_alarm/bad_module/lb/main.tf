variable "name" {
  type = string
}

variable "subnets" {
  type = list(string)
}

resource "aws_lb" "this" { # want aws-lb-no-alarm
  name    = var.name
  subnets = var.subnets
}

output "arn_suffix" {
  value = aws_lb.this.arn_suffix
}
