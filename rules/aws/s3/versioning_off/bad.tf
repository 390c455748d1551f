provider "aws" { region = "eu-west-1" }

resource "aws_s3_bucket" "invoices" { # want aws-s3-versioning-off
  bucket = "example-invoices"
}

resource "aws_s3_bucket" "images" { bucket = "example-images" }

resource "aws_s3_bucket_versioning" "images" {
  bucket = aws_s3_bucket.images.id
  versioning_configuration {
    status = "Suspended" # want aws-s3-versioning-off
  }
}

# A rule for a part of the bucket does not make it temporary.
resource "aws_s3_bucket" "exports" { # want aws-s3-versioning-off
  bucket = "example-exports"
}

resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id
  rule {
    id     = "drafts"
    status = "Enabled"
    filter { prefix = "drafts/" }
    expiration { days = 7 }
  }
}
