provider "aws" { region = "eu-west-1" }

resource "aws_kms_key" "queues" {
  description = "queues"
  is_enabled  = true
}

resource "aws_sqs_queue" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_key.queues.arn
}

# Nothing uses it any more.
resource "aws_kms_key" "former" {
  description = "queues until 2024"
  is_enabled  = false
}

resource "aws_kms_alias" "former" {
  name          = "alias/former"
  target_key_id = aws_kms_key.former.key_id
}
