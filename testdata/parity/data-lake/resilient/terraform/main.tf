provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_kms_key" "key" {
  description = "lake"
}

resource "aws_s3_bucket" "raw" {
  bucket = "lake-raw"
}

resource "aws_s3_bucket_versioning" "raw" {
  bucket = aws_s3_bucket.raw.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "raw" {
  bucket = aws_s3_bucket.raw.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.key.arn
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "raw" {
  bucket = aws_s3_bucket.raw.id
  role   = "arn:aws:iam::111122223333:role/replication"

  rule {
    id     = "all"
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::lake-copy"

      encryption_configuration {
        replica_kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c"
      }
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }
  }
}

resource "aws_s3_bucket" "copy" {
  provider = aws.far
  bucket = "lake-copy"
}

resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.far
  bucket = aws_s3_bucket.copy.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "scratch" {
  bucket = "lake-scratch"
}

resource "aws_s3_bucket_lifecycle_configuration" "scratch" {
  bucket = aws_s3_bucket.scratch.id

  rule {
    id     = "all"
    status = "Enabled"

    expiration {
      days = 7
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "ingest" {
  name        = "ingest"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::111122223333:role/firehose"
    bucket_arn = aws_s3_bucket.raw.arn
  }
}
