provider "aws" { region = "eu-west-1" }

resource "aws_opensearch_domain" "logs" {
  domain_name = "logs"
  cluster_config {
    instance_count         = 3
    zone_awareness_enabled = true
    zone_awareness_config { availability_zone_count = 3 }
  }
}

resource "aws_opensearch_domain" "standby" {
  domain_name = "standby"
  cluster_config {
    instance_count                = 3
    multi_az_with_standby_enabled = true
  }
}

resource "aws_elasticsearch_domain" "old" {
  domain_name = "old"
  cluster_config {
    instance_count         = 2
    zone_awareness_enabled = true
  }
}
