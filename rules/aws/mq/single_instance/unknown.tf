provider "aws" { region = "eu-west-1" }

variable "mode" { type = string } # undetermined aws-mq-single-instance

resource "aws_mq_broker" "orders" {
  broker_name        = "orders"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.m5.large"
  deployment_mode    = var.mode
}
