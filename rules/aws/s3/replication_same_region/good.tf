provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" }

resource "aws_s3_bucket" "copy" {
  provider = aws.recovery
  bucket   = "example-invoices-copy"
}

# Two that collect in one.
resource "aws_s3_bucket" "access" { bucket = "example-access" }

resource "aws_s3_bucket" "flows" { bucket = "example-flows" }

resource "aws_s3_bucket" "all_logs" { bucket = "example-all-logs" }

resource "aws_s3_bucket_versioning" "near" {
  for_each = {
    invoices = aws_s3_bucket.invoices.id
    access   = aws_s3_bucket.access.id
    flows    = aws_s3_bucket.flows.id
    all_logs = aws_s3_bucket.all_logs.id
  }
  bucket = each.value
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.recovery
  bucket   = aws_s3_bucket.copy.id
  versioning_configuration { status = "Enabled" }
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

resource "aws_s3_bucket_replication_configuration" "logs" {
  for_each = { access = aws_s3_bucket.access.id, flows = aws_s3_bucket.flows.id }
  bucket   = each.value
  role     = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.all_logs.arn
    }
  }
}
