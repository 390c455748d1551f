data "aws_availability_zones" "all" { state = "available" }

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

# The region is unknown, the zones are distinct all the same.
resource "aws_subnet" "data" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}

resource "aws_db_subnet_group" "data" {
  name       = "data"
  subnet_ids = aws_subnet.data[*].id
}
