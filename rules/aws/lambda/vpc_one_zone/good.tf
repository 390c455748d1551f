provider "aws" {
  region = "eu-west-1"
}

locals {
  subnets = { eu-west-1a = "10.0.1.0/24", eu-west-1b = "10.0.2.0/24" }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = each.value
  availability_zone = each.key
}

resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1"
  vpc_config {
    subnet_ids         = values(aws_subnet.this)[*].id
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}

# Without a VPC it runs in several zones by itself.
resource "aws_lambda_function" "outside" {
  function_name = "outside"
  role          = "arn:aws:iam::123456789012:role/outside"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/outside:1"
}
