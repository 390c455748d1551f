provider "aws" { region = "eu-west-1" }

resource "aws_fsx_openzfs_file_system" "home" {
  deployment_type                 = "SINGLE_AZ_2" # want aws-fsx-single-zone
  storage_capacity                = 64
  throughput_capacity             = 160
  automatic_backup_retention_days = 7
  subnet_ids                      = ["subnet-1"]
}

resource "aws_fsx_ontap_file_system" "media" {
  deployment_type                 = "SINGLE_AZ_1" # want aws-fsx-single-zone
  storage_capacity                = 1024
  throughput_capacity             = 512
  automatic_backup_retention_days = 7
  subnet_ids                      = ["subnet-1"]
  preferred_subnet_id             = "subnet-1"
}

# Absent is SINGLE_AZ_1; the line is that of the block.
resource "aws_fsx_windows_file_system" "office" { # want aws-fsx-single-zone
  storage_capacity    = 300
  throughput_capacity = 32
  subnet_ids          = ["subnet-1"]
}
