variable "single_nat_gateway" {
  type    = bool
  default = false
}

data "aws_availability_zones" "this" {}

locals {
  zones    = slice(data.aws_availability_zones.this.names, 0, 3)
  gateways = var.single_nat_gateway ? 1 : length(local.zones)
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "public" {
  count = length(local.zones)

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index + 100)
  availability_zone = local.zones[count.index]
}

resource "aws_subnet" "private" {
  count = length(local.zones)

  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
}

resource "aws_nat_gateway" "this" {
  count = local.gateways

  subnet_id     = element(aws_subnet.public[*].id, count.index)
  allocation_id = "eipalloc-0123456789abcdef0"
}

resource "aws_route_table" "private" {
  count = local.gateways

  vpc_id = aws_vpc.this.id
}

resource "aws_route" "private" {
  count = local.gateways

  route_table_id         = aws_route_table.private[count.index].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[count.index].id
}

resource "aws_route_table_association" "private" {
  count = length(local.zones)

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)
}
