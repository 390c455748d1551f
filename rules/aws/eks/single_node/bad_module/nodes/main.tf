variable "cluster" { type = string }
variable "subnets" { type = list(string) }

variable "smallest" {
  type    = number
  default = 1
}

resource "aws_eks_node_group" "this" {
  cluster_name    = var.cluster
  node_group_name = "main"
  node_role_arn   = "arn:aws:iam::111122223333:role/nodes"
  subnet_ids      = var.subnets
  scaling_config {
    min_size     = var.smallest
    desired_size = max(var.smallest, 2)
    max_size     = 6
  }
}
