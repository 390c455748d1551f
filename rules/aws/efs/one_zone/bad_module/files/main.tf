variable "name" { type = string }
variable "zone" { type = string }

resource "aws_efs_file_system" "this" {
  creation_token         = var.name
  availability_zone_name = var.zone
}
