variable "subnets" { type = list(string) }

resource "aws_eks_cluster" "main" { # undetermined aws-eks-subnets-one-zone
  name     = "main"
  role_arn = "arn:aws:iam::111122223333:role/eks"
  vpc_config {
    subnet_ids = var.subnets
  }
}
