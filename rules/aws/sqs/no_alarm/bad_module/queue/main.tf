variable "name" {
  type = string
}

resource "aws_sqs_queue" "this" { # want aws-sqs-no-alarm
  name = var.name
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = "arn:aws:iam::111122223333:role/worker"
  runtime       = "python3.13"
  handler       = "worker.handler"
  filename      = "worker.zip"

  environment {
    variables = { QUEUE = aws_sqs_queue.this.url }
  }
}
