provider "aws" { region = "eu-west-1" }

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" }

resource "aws_s3_bucket_versioning" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  versioning_configuration { status = "Enabled" }
}

# Logs, which all expire.
resource "aws_s3_bucket" "logs" { bucket = "example-logs" }

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration { days = 90 }
  }
}

# Object lock turns versioning on.
resource "aws_s3_bucket" "audit" {
  bucket              = "example-audit"
  object_lock_enabled = true
}

# A redirection has no objects.
resource "aws_s3_bucket" "www" { bucket = "www.example.com" }

resource "aws_s3_bucket_website_configuration" "www" {
  bucket = aws_s3_bucket.www.id
  redirect_all_requests_to { host_name = "example.com" }
}

resource "aws_s3_bucket" "old" { bucket = "old.example.com" }

resource "aws_s3_bucket_website_configuration" "old" {
  bucket = aws_s3_bucket.old.id
  index_document { suffix = "index.html" }
  routing_rule {
    redirect { host_name = "example.com" }
  }
}
