variable "name" { type = string }
variable "limit" { type = number }

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = "arn:aws:iam::111122223333:role/worker"
  runtime       = "python3.13"
  handler       = "main.handler"
  filename      = "worker.zip"

  reserved_concurrent_executions = var.limit
}
