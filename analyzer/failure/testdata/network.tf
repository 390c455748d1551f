# Shared by the architectures that have a network: three zones, public and private
# subnets, no way out of the private ones.
provider "aws" { region = "eu-west-1" }

locals { zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }

resource "aws_subnet" "public" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = local.zones[count.index]
}

resource "aws_subnet" "private" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index + 10)
  availability_zone = local.zones[count.index]
}
