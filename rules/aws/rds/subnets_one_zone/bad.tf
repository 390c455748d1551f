provider "aws" { region = "eu-west-1" }

data "aws_availability_zones" "all" { state = "available" }

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

# Two subnets, one zone.
resource "aws_subnet" "data" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[0]
}

resource "aws_db_subnet_group" "data" {
  name       = "data"
  subnet_ids = aws_subnet.data[*].id # want aws-rds-subnets-one-zone
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
  db_subnet_group_name    = aws_db_subnet_group.data.name
}

# One subnet is in one zone, whichever that is.
resource "aws_db_subnet_group" "single" {
  name       = "single"
  subnet_ids = ["subnet-0a1b2c3d"] # want aws-rds-subnets-one-zone
}
