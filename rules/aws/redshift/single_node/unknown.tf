provider "aws" { region = "eu-west-1" }

variable "nodes" { type = number }  # undetermined aws-redshift-single-node
variable "multi_az" { type = bool } # undetermined aws-redshift-single-node

resource "aws_redshift_cluster" "reports" {
  cluster_identifier = "reports"
  node_type          = "ra3.large"
  number_of_nodes    = var.nodes
}

resource "aws_redshift_cluster" "plain" {
  cluster_identifier = "plain"
  node_type          = "ra3.large"
  multi_az           = var.multi_az
}
