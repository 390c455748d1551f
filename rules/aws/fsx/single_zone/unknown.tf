provider "aws" { region = "eu-west-1" }

variable "deployment" { type = string } # undetermined aws-fsx-single-zone

resource "aws_fsx_windows_file_system" "office" {
  deployment_type     = var.deployment
  storage_capacity    = 300
  throughput_capacity = 32
  subnet_ids          = ["subnet-1", "subnet-2"]
  preferred_subnet_id = "subnet-1"
}
