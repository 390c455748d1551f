provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.oncall.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_rds_cluster" "orders" {
  cluster_identifier      = "orders"
  engine                  = "aurora-postgresql"
  master_username         = "orders"
  backup_retention_period = 7
}

resource "aws_rds_cluster_instance" "orders" {
  count              = 2
  identifier         = "orders-${count.index}"
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = ["eu-west-1a", "eu-west-1b"][count.index]
}

# The alarms are on the instances.
module "alarm" {
  source   = "./alarm"
  for_each = { for i in aws_rds_cluster_instance.orders : i.identifier => i.id }

  instance = each.value
  topic    = aws_sns_topic.oncall.arn
}
