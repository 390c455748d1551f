provider "aws" { region = "eu-west-1" }

variable "bucket" { type = string }

resource "aws_s3_bucket" "invoices" { # undetermined aws-s3-versioning-off
  bucket = "example-invoices"
}

# Of which bucket?
resource "aws_s3_bucket_versioning" "given" {
  bucket = var.bucket
  versioning_configuration { status = "Enabled" }
}
