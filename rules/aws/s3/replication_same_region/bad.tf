provider "aws" { region = "eu-west-1" }

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" }

resource "aws_s3_bucket" "copy" { bucket = "example-invoices-copy" }

resource "aws_s3_bucket_versioning" "all" {
  for_each = { invoices = aws_s3_bucket.invoices.id, copy = aws_s3_bucket.copy.id }
  bucket   = each.value
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_replication_configuration" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.copy.arn # want aws-s3-replication-same-region
    }
  }
  depends_on = [aws_s3_bucket_versioning.all]
}
