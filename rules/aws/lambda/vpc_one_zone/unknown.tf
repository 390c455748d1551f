provider "aws" {
  region = "eu-west-1"
}

variable "subnet_ids" {
  type = list(string)
}

variable "in_vpc" {
  type = bool
}

resource "aws_lambda_function" "api" { # undetermined aws-lambda-vpc-one-zone
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1"
  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}

resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_lambda_function" "perhaps" { # undetermined aws-lambda-vpc-one-zone
  function_name = "perhaps"
  role          = "arn:aws:iam::123456789012:role/perhaps"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/perhaps:1"
  dynamic "vpc_config" {
    for_each = var.in_vpc ? [1] : []
    content {
      subnet_ids         = [aws_subnet.a.id]
      security_group_ids = ["sg-0123456789abcdef0"]
    }
  }
}
