provider "aws" { region = "eu-west-1" }

variable "status" { type = string } # undetermined aws-s3-versioning-off
variable "expiry" { type = number }

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" }

resource "aws_s3_bucket_versioning" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  versioning_configuration { status = var.status }
}

# Its objects may be temporary.
resource "aws_s3_bucket" "exports" { # undetermined aws-s3-versioning-off
  bucket = "example-exports"
}

resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration { days = var.expiry }
  }
}
