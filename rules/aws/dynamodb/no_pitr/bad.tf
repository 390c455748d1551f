provider "aws" { region = "eu-west-1" }

resource "aws_dynamodb_table" "orders" { # want aws-dynamodb-no-pitr
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

# Replicas repeat every mistake.
resource "aws_dynamodb_table" "carts" {
  name             = "carts"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = false # want aws-dynamodb-no-pitr
  }
  replica { region_name = "eu-central-1" }
  replica { region_name = "us-east-1" }
}
