# Orders are taken at once and worked off behind a queue.
resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  visibility_timeout_seconds = 180
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.failed.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "failed" {
  name                      = "orders-failed"
  message_retention_seconds = 14 * 24 * 3600
}

resource "aws_lambda_function" "worker" {
  function_name = "order-worker"
  role          = "arn:aws:iam::123456789012:role/order-worker"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/order-worker:${var.release}"
  timeout       = 30
  environment {
    variables = { ORDERS_DB = module.orders_db.address, INVOICES = aws_s3_bucket.invoices.id }
  }
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.worker.arn
}
