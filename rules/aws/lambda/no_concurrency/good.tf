provider "aws" { region = "eu-west-1" }

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
  runtime       = "python3.13"
  handler       = "ship.handler"
  filename      = "ship.zip"

  reserved_concurrent_executions = 10
}

resource "aws_cloudwatch_event_rule" "hourly" {
  name                = "ship-hourly"
  schedule_expression = "rate(1 hour)"
}

resource "aws_cloudwatch_event_target" "hourly" {
  rule = aws_cloudwatch_event_rule.hourly.name
  arn  = aws_lambda_function.ship.arn
}

# Switched off at both ends.
resource "aws_lambda_function" "old" {
  function_name = "old"
  role          = "arn:aws:iam::111122223333:role/ship"
  runtime       = "python3.13"
  handler       = "ship.handler"
  filename      = "ship.zip"

  reserved_concurrent_executions = 0
}

resource "aws_lambda_event_source_mapping" "old" {
  function_name    = aws_lambda_function.old.arn
  event_source_arn = aws_sqs_queue.old.arn
  enabled          = false
}

resource "aws_sqs_queue" "old" {
  name = "old"
}
