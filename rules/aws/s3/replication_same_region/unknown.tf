provider "aws" { region = "eu-west-1" }

variable "recovery_region" { type = string }
variable "copy_arn" { type = string }

provider "aws" {
  alias  = "recovery"
  region = var.recovery_region
}

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" } # undetermined aws-s3-replication-same-region

resource "aws_s3_bucket" "copy" {
  provider = aws.recovery
  bucket   = "example-invoices-copy"
}

resource "aws_s3_bucket_replication_configuration" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.copy.arn
    }
  }
}

# The ARN of a bucket does not say where it is.
resource "aws_s3_bucket" "images" { bucket = "example-images" } # undetermined aws-s3-replication-same-region

resource "aws_s3_bucket_replication_configuration" "images" {
  bucket = aws_s3_bucket.images.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::example-elsewhere"
    }
  }
}

resource "aws_s3_bucket" "exports" { bucket = "example-exports" } # undetermined aws-s3-replication-same-region

resource "aws_s3_bucket_replication_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    destination {
      bucket = var.copy_arn
    }
  }
}
