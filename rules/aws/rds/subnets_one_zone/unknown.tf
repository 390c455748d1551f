provider "aws" { region = "eu-west-1" }

variable "subnet_ids" { type = list(string) }
variable "zone" { type = string }

resource "aws_db_subnet_group" "given" { # undetermined aws-rds-subnets-one-zone
  name       = "given"
  subnet_ids = var.subnet_ids
}

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = var.zone
}

resource "aws_db_subnet_group" "zone" { # undetermined aws-rds-subnets-one-zone
  name       = "zone"
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}

# Nothing tells the zones of these.
resource "aws_db_subnet_group" "literal" { # undetermined aws-rds-subnets-one-zone
  name       = "literal"
  subnet_ids = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
}

# Of this one AWS chooses the zone.
resource "aws_subnet" "anywhere" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}

resource "aws_db_subnet_group" "anywhere" { # undetermined aws-rds-subnets-one-zone
  name       = "anywhere"
  subnet_ids = [aws_subnet.a.id, aws_subnet.anywhere.id]
}

# The way of Terraform 0.11 to give a list.
resource "aws_db_subnet_group" "wrapped" { # undetermined aws-rds-subnets-one-zone
  name       = "wrapped"
  subnet_ids = ["${data.terraform_remote_state.network.outputs.subnet_ids}"]
}

data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "state", key = "network", region = "eu-west-1" }
}
