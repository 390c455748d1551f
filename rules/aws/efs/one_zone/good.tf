provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "all" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_efs_file_system" "uploads" { creation_token = "uploads" }

resource "aws_efs_mount_target" "uploads" {
  for_each       = aws_subnet.all
  file_system_id = aws_efs_file_system.uploads.id
  subnet_id      = each.value.id
}

# Mounted by another configuration.
resource "aws_efs_file_system" "media" { creation_token = "media" }
