provider "aws" { region = "eu-west-1" }

resource "aws_redshift_cluster" "reports" {
  cluster_identifier = "reports"
  node_type          = "ra3.large"
  number_of_nodes    = 1 # want aws-redshift-single-node
}

# Absent is one node; the line is that of the block.
resource "aws_redshift_cluster" "plain" { # want aws-redshift-single-node
  cluster_identifier = "plain"
  node_type          = "ra3.large"
}

resource "aws_redshift_cluster" "typed" {
  cluster_identifier = "typed"
  node_type          = "ra3.large"
  cluster_type       = "single-node" # want aws-redshift-single-node
}
