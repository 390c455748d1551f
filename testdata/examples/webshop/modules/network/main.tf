# Three zones; public, application and data subnets in each.
variable "name" { type = string }
variable "cidr" { type = string }

variable "single_nat_gateway" {
  type        = bool
  description = "One NAT gateway for all zones instead of one each."
  default     = false
}

data "aws_availability_zones" "this" {
  state = "available"
}

locals {
  zones    = slice(data.aws_availability_zones.this.names, 0, 3)
  gateways = var.single_nat_gateway ? 1 : length(local.zones)
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  count = length(local.zones)

  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 8, count.index)
}

resource "aws_subnet" "app" {
  count = length(local.zones)

  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 4, count.index + 1)
}

resource "aws_subnet" "data" {
  count = length(local.zones)

  vpc_id            = aws_vpc.this.id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 8, count.index + 128)
}

resource "aws_eip" "nat" {
  count = local.gateways

  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  count = local.gateways

  subnet_id     = aws_subnet.public[count.index].id
  allocation_id = aws_eip.nat[count.index].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table" "app" {
  count = local.gateways

  vpc_id = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[count.index].id
  }
}

resource "aws_route_table_association" "public" {
  count = length(local.zones)

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "app" {
  count = length(local.zones)

  subnet_id      = aws_subnet.app[count.index].id
  route_table_id = aws_route_table.app[min(count.index, local.gateways - 1)].id
}

output "vpc_id" { value = aws_vpc.this.id }
output "zones" { value = local.zones }
output "public_subnets" { value = aws_subnet.public[*].id }
output "app_subnets" { value = aws_subnet.app[*].id }
output "data_subnets" { value = aws_subnet.data[*].id }
