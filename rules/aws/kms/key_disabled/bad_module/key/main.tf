variable "enabled" { type = bool }

resource "aws_kms_key" "this" {
  is_enabled = var.enabled
}

output "arn" {
  value = aws_kms_key.this.arn
}
