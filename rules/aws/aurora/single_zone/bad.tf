provider "aws" { region = "eu-west-1" }

# One instance.
resource "aws_rds_cluster" "orders" { # want aws-aurora-single-zone
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

resource "aws_rds_cluster_instance" "orders" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = aws_rds_cluster.orders.engine
  instance_class     = "db.serverless"
}

# Two, in one zone.
resource "aws_rds_cluster" "carts" { # want aws-aurora-single-zone
  cluster_identifier = "carts"
  engine             = "aurora-mysql"
}

resource "aws_rds_cluster_instance" "carts" {
  for_each           = toset(["writer", "reader"])
  identifier         = "carts-${each.key}"
  cluster_identifier = aws_rds_cluster.carts.cluster_identifier
  engine             = aws_rds_cluster.carts.engine
  instance_class     = "db.r7g.large"
  availability_zone  = "eu-west-1a"
}

# None.
resource "aws_rds_cluster" "empty" { # want aws-aurora-single-zone
  cluster_identifier = "empty"
  engine             = "aurora-mysql"
}
