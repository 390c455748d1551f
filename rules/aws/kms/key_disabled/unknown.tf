variable "enabled" { type = bool } # undetermined aws-kms-key-disabled
variable "key" { type = string }

resource "aws_kms_key" "queues" {
  description = "queues"
  is_enabled  = var.enabled
}

resource "aws_sqs_queue" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_key.queues.arn
}

resource "aws_kms_key" "former" { # undetermined aws-kms-key-disabled
  description = "former"
  is_enabled  = false
}

resource "aws_sqs_queue" "bills" {
  name              = "bills"
  kms_master_key_id = var.key
}
