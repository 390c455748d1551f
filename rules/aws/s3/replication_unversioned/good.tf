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

resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.far
  bucket   = aws_s3_bucket.copy.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_replication_configuration" "invoices" {
  bucket     = aws_s3_bucket.invoices.id
  role       = "arn:aws:iam::111122223333:role/replication"
  depends_on = [aws_s3_bucket_versioning.invoices]

  rule {
    id     = "all"
    status = "Enabled"
    destination { bucket = aws_s3_bucket.copy.arn }
  }
}
