variable "name" { type = string }
variable "instances" { type = number }

resource "aws_rds_cluster" "this" { # want aws-aurora-single-zone
  cluster_identifier = var.name
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "this" {
  count              = var.instances
  identifier         = "${var.name}-${count.index}"
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  instance_class     = "db.r7g.large"
}
