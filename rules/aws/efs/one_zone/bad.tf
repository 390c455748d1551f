provider "aws" { region = "eu-west-1" }

resource "aws_efs_file_system" "media" {
  creation_token         = "media"
  availability_zone_name = "eu-west-1a" # want aws-efs-one-zone
}

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "a" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = "eu-west-1a"
}

# One mount target.
resource "aws_efs_file_system" "uploads" { creation_token = "uploads" }

resource "aws_efs_mount_target" "uploads" {
  file_system_id = aws_efs_file_system.uploads.id
  subnet_id      = aws_subnet.a[0].id # want aws-efs-one-zone
}

# Two file systems, each mounted in two subnets of one zone, whatever AWS thinks of that.
resource "aws_efs_file_system" "exports" { creation_token = "exports" }

resource "aws_efs_mount_target" "exports" {
  for_each       = { first = aws_subnet.a[0].id, second = aws_subnet.a[1].id } # want aws-efs-one-zone
  file_system_id = aws_efs_file_system.exports.id
  subnet_id      = each.value
}
