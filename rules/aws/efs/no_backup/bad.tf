provider "aws" { region = "eu-west-1" }

resource "aws_efs_file_system" "uploads" { # want aws-efs-no-backup
  creation_token = "uploads"
}

resource "aws_efs_file_system" "media" { creation_token = "media" }

resource "aws_efs_backup_policy" "media" {
  file_system_id = aws_efs_file_system.media.id
  backup_policy {
    status = "DISABLED" # want aws-efs-no-backup
  }
}

# Replication carries over what is deleted; the copy is not judged.
resource "aws_efs_replication_configuration" "media" {
  source_file_system_id = aws_efs_file_system.media.id
  destination { file_system_id = aws_efs_file_system.copy.id }
}

resource "aws_efs_file_system" "copy" {
  creation_token = "copy"
  protection { replication_overwrite = "DISABLED" }
}
