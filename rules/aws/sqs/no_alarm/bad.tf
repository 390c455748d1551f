provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "orders" { # want aws-sqs-no-alarm
  name = "orders"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.orders_failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "orders_failed" {
  name = "orders-failed"
}

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
  runtime       = "python3.13"
  handler       = "ship.handler"
  filename      = "ship.zip"
}

resource "aws_lambda_event_source_mapping" "ship" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.ship.arn
}

# Nobody here works on it.
resource "aws_sqs_queue" "exports" {
  name = "exports"
}
