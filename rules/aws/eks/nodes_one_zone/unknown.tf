provider "aws" {
  region = "eu-west-1"
}

resource "aws_subnet" "this" {
  for_each = { eu-west-1a = "10.0.1.0/24", eu-west-1b = "10.0.2.0/24" }

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = each.value
  availability_zone = each.key
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/cluster"
  vpc_config {
    subnet_ids = values(aws_subnet.this)[*].id
  }
}

variable "subnet_ids" {
  type = list(string)
}

resource "aws_eks_node_group" "web" { # undetermined aws-eks-nodes-one-zone
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "web"
  node_role_arn   = "arn:aws:iam::123456789012:role/nodes"
  subnet_ids      = var.subnet_ids
  scaling_config {
    min_size     = 3
    max_size     = 9
    desired_size = 3
  }
}
