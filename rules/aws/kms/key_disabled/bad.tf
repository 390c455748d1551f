provider "aws" { region = "eu-west-1" }

resource "aws_kms_key" "queues" {
  description = "queues"
  is_enabled  = false # want aws-kms-key-disabled
}

resource "aws_kms_alias" "queues" {
  name          = "alias/queues"
  target_key_id = aws_kms_key.queues.key_id
}

resource "aws_sqs_queue" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_alias.queues.name
}

resource "aws_kms_key" "files" {
  description = "files"
  is_enabled  = false # want aws-kms-key-disabled
}

resource "aws_s3_bucket" "files" { bucket = "example-files" }

resource "aws_s3_bucket_server_side_encryption_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.files.arn
    }
  }
}

resource "aws_kms_replica_key" "copy" {
  primary_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"
  enabled         = false # want aws-kms-key-disabled
}

resource "aws_sqs_queue" "copied" {
  name              = "copied"
  kms_master_key_id = aws_kms_replica_key.copy.arn
}
