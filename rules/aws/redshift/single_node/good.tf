provider "aws" { region = "eu-west-1" }

resource "aws_redshift_cluster" "reports" {
  cluster_identifier = "reports"
  node_type          = "ra3.large"
  cluster_type       = "multi-node"
  number_of_nodes    = 2
}
