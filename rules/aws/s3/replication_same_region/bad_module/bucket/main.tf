terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" { type = string }

variable "copy_to" {
  type    = list(string)
  default = []
}

resource "aws_s3_bucket" "this" { bucket = "example-${var.name}" }

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_replication_configuration" "this" {
  count  = length(var.copy_to) > 0 ? 1 : 0
  bucket = aws_s3_bucket.this.id
  role   = "arn:aws:iam::123456789012:role/replication"

  dynamic "rule" {
    for_each = var.copy_to
    content {
      status = "Enabled"
      destination { bucket = rule.value }
    }
  }
}

output "arn" { value = aws_s3_bucket.this.arn } # want aws-s3-replication-same-region
