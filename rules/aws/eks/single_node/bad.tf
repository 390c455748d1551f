provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids = values(aws_subnet.this)[*].id
  }
}

resource "aws_eks_node_group" "main" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "main"
  node_role_arn   = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids      = values(aws_subnet.this)[*].id
  scaling_config {
    min_size     = 1 # want aws-eks-single-node
    desired_size = 2
    max_size     = 6
  }
}

resource "aws_eks_node_group" "batch" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "batch"
  node_role_arn   = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids      = values(aws_subnet.this)[*].id
  scaling_config {
    min_size     = 0
    desired_size = 2
    max_size     = 6
  }
}
