variable "name" { type = string }
variable "recovery" { type = bool }

resource "aws_dynamodb_table" "this" {
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  dynamic "point_in_time_recovery" {
    for_each = [var.recovery]
    content {
      enabled = point_in_time_recovery.value
    }
  }
}
