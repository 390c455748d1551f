provider "aws" { region = "eu-west-1" }

variable "zone" { type = string } # undetermined aws-efs-one-zone
variable "subnet_ids" { type = list(string) }

resource "aws_efs_file_system" "media" {
  creation_token         = "media"
  availability_zone_name = var.zone
}

# Nobody knows how many mount targets.
resource "aws_efs_file_system" "uploads" { # undetermined aws-efs-one-zone
  creation_token = "uploads"
}

resource "aws_efs_mount_target" "uploads" {
  for_each       = toset(var.subnet_ids)
  file_system_id = aws_efs_file_system.uploads.id
  subnet_id      = each.value
}
