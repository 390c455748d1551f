provider "aws" { region = "eu-west-1" }

variable "zones" { type = bool }   # undetermined aws-opensearch-one-zone
variable "standby" { type = bool } # undetermined aws-opensearch-one-zone

resource "aws_opensearch_domain" "logs" {
  domain_name = "logs"
  cluster_config {
    instance_count         = 3
    zone_awareness_enabled = var.zones
  }
}

resource "aws_opensearch_domain" "search" {
  domain_name = "search"
  cluster_config {
    instance_count                = 3
    multi_az_with_standby_enabled = var.standby
  }
}
