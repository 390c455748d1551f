provider "aws" { region = "eu-west-1" }

resource "aws_fsx_openzfs_file_system" "home" {
  deployment_type                 = "MULTI_AZ_1"
  storage_capacity                = 64
  throughput_capacity             = 160
  automatic_backup_retention_days = 7
  subnet_ids                      = ["subnet-1", "subnet-2"]
  preferred_subnet_id             = "subnet-1"
}

resource "aws_fsx_ontap_file_system" "media" {
  deployment_type                 = "MULTI_AZ_2"
  storage_capacity                = 1024
  throughput_capacity             = 512
  automatic_backup_retention_days = 7
  subnet_ids                      = ["subnet-1", "subnet-2"]
  preferred_subnet_id             = "subnet-1"
}

resource "aws_fsx_windows_file_system" "office" {
  deployment_type     = "MULTI_AZ_1"
  storage_capacity    = 300
  throughput_capacity = 32
  subnet_ids          = ["subnet-1", "subnet-2"]
  preferred_subnet_id = "subnet-1"
}

# Has no Multi-AZ.
resource "aws_fsx_lustre_file_system" "scratch" {
  storage_capacity = 1200
  subnet_ids       = ["subnet-1"]
}
