variable "region" {
  default = "eu-west-1"
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { Team = "core" }
  }
}

locals {
  ports = [5432]
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "app" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
  tags              = { Name = "app" }
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = local.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = [aws_vpc.main.cidr_block]
    }
  }
}

resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = aws_subnet.app[*].id
}

module "db" {
  source       = "./db"
  for_each     = { main = false }
  name         = each.key
  multi_az     = each.value
  subnet_group = aws_db_subnet_group.db.id
}

resource "aws_sns_topic" "ops" {
  name = "ops"
}

resource "aws_cloudwatch_metric_alarm" "disk" {
  alarm_name          = "disk"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  dimensions          = { DBInstanceIdentifier = module.db["main"].identifier }
  alarm_actions       = [aws_sns_topic.ops.arn]
}

resource "aws_s3_bucket" "data" {
  bucket_prefix = "data-"
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/worker"
  runtime       = "python3.13"
  handler       = "main.run"
  filename      = "worker.zip"

  environment {
    variables = { BUCKET = aws_s3_bucket.data.id }
  }
  vpc_config {
    subnet_ids         = [for s in aws_subnet.app : s.id]
    security_group_ids = [aws_security_group.app.id]
  }
  depends_on = [aws_sns_topic.ops]
}
