variable "name" { type = string }
variable "backup" { type = string }

resource "aws_efs_file_system" "this" { creation_token = var.name }

resource "aws_efs_backup_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  backup_policy { status = var.backup }
}
