# Nothing runs yet: another rule says so, and one verdict is enough.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_rds_cluster" "orders" { # want aws-aurora-single-zone
  cluster_identifier      = "orders"
  engine                  = "aurora-postgresql"
  master_username         = "orders"
  backup_retention_period = 7
}
