provider "aws" { region = "eu-west-1" }

variable "cluster" { type = string }

# The instance may be its second.
resource "aws_rds_cluster" "orders" { # undetermined aws-aurora-single-zone
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "writer" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

resource "aws_rds_cluster_instance" "given" {
  cluster_identifier = var.cluster
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}
