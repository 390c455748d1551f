variable "zones" { type = list(string) }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { for i, zone in var.zones : "${zone}-data" => i }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = var.zones[each.value]
}

output "subnet_ids" { value = [for s in aws_subnet.this : s.id] } # want aws-rds-subnets-one-zone
