variable "second" { type = bool }

provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_rds_global_cluster" "shop" { # undetermined aws-aurora-global-one-region
  global_cluster_identifier = "shop"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
}

resource "aws_rds_cluster" "near" {
  cluster_identifier        = "shop-near"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
  global_cluster_identifier = aws_rds_global_cluster.shop.id
}

resource "aws_rds_cluster" "far" {
  count                     = var.second ? 1 : 0
  provider                  = aws.far
  cluster_identifier        = "shop-far"
  engine                    = "aurora-postgresql"
  engine_version            = "16.6"
  global_cluster_identifier = aws_rds_global_cluster.shop.id
}
