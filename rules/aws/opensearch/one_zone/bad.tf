provider "aws" { region = "eu-west-1" }

resource "aws_opensearch_domain" "logs" {
  domain_name = "logs"
  cluster_config {
    instance_count         = 3
    zone_awareness_enabled = false # want aws-opensearch-one-zone
  }
}

# Absent is off; the line is that of the block.
resource "aws_opensearch_domain" "search" { # want aws-opensearch-one-zone
  domain_name = "search"
}

resource "aws_elasticsearch_domain" "old" {
  domain_name = "old"
  cluster_config { # want aws-opensearch-one-zone
    instance_count = 2
  }
}
