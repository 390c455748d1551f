# The alarms of another root watch what that root has: none of them is web's.
provider "aws" {
  region = "eu-west-1"
}

variable "stack" { type = string }

module "lb" {
  source = "registry.example.com/acme/lb/aws"
  name   = var.stack
}

data "aws_subnets" "public" {}

locals {
  balancers = {
    module = "${var.stack}-${module.lb.arn_suffix}"
    subnet = data.aws_subnets.public.ids[0]
  }
}

resource "aws_cloudwatch_metric_alarm" "each" {
  for_each = local.balancers

  alarm_name          = each.key
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_ELB_5XX_Count"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  period              = 60
  statistic           = "Sum"
  threshold           = 10
  alarm_actions       = ["arn:aws:sns:eu-west-1:111122223333:oncall"]

  dimensions = {
    LoadBalancer = each.value
  }
}
