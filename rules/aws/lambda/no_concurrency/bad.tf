provider "aws" { region = "eu-west-1" }

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
  runtime       = "python3.13"
  handler       = "ship.handler"
  filename      = "ship.zip"

  reserved_concurrent_executions = 0 # want aws-lambda-no-concurrency
}

resource "aws_cloudwatch_event_rule" "hourly" {
  name                = "ship-hourly"
  schedule_expression = "rate(1 hour)"
}

resource "aws_cloudwatch_event_target" "hourly" {
  rule = aws_cloudwatch_event_rule.hourly.name
  arn  = aws_lambda_function.ship.arn
}
