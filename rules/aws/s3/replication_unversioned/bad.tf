provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_s3_bucket" "invoices" { bucket = "example-invoices" }

resource "aws_s3_bucket_versioning" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "copy" {
  provider = aws.far
  bucket   = "example-invoices-copy"
}

resource "aws_s3_bucket_replication_configuration" "invoices" { # want aws-s3-replication-unversioned
  bucket     = aws_s3_bucket.invoices.id
  role       = "arn:aws:iam::111122223333:role/replication"
  depends_on = [aws_s3_bucket_versioning.invoices]

  rule {
    id     = "all"
    status = "Enabled"
    destination { bucket = aws_s3_bucket.copy.arn }
  }
}

# The source of this one is suspended.
resource "aws_s3_bucket" "image" {
  for_each = { small = "Enabled", large = "Suspended" }
  bucket   = "example-image-${each.key}"
}

resource "aws_s3_bucket_versioning" "image" {
  for_each = { small = "Enabled", large = "Suspended" }
  bucket   = aws_s3_bucket.image[each.key].id
  versioning_configuration {
    status = each.value
  }
}

resource "aws_s3_bucket_replication_configuration" "image" { # want aws-s3-replication-unversioned
  for_each = aws_s3_bucket.image
  bucket   = each.value.id
  role     = "arn:aws:iam::111122223333:role/replication"
  rule {
    status = "Enabled"
    destination { bucket = "arn:aws:s3:::images-in-another-account" }
  }
}
