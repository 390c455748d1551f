variable "limit" { type = number } # undetermined aws-lambda-no-concurrency

resource "aws_lambda_function" "ship" {
  function_name = "ship"
  role          = "arn:aws:iam::111122223333:role/ship"
  runtime       = "python3.13"
  handler       = "ship.handler"
  filename      = "ship.zip"

  reserved_concurrent_executions = var.limit
}
