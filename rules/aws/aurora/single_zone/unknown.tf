provider "aws" { region = "eu-west-1" }

variable "readers" { type = number }
variable "zone" { type = string }

resource "aws_rds_cluster" "orders" { # undetermined aws-aurora-single-zone
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "writer" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

resource "aws_rds_cluster_instance" "readers" {
  count              = var.readers
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
}

resource "aws_rds_cluster" "carts" { # undetermined aws-aurora-single-zone
  cluster_identifier = "carts"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "carts" {
  count              = 2
  cluster_identifier = aws_rds_cluster.carts.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r7g.large"
  availability_zone  = count.index == 0 ? "eu-west-1a" : var.zone
}
