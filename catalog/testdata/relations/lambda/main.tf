resource "aws_sqs_queue" "dead" { name = "dead" }
resource "aws_sqs_queue" "done" { name = "done" }

resource "aws_kinesis_stream" "clicks" {
  name             = "clicks"
  shard_count      = 2
  retention_period = 48
}

resource "aws_kinesis_stream" "orders" { name = "orders" }

resource "aws_kinesis_stream_consumer" "billing" {
  name       = "billing"
  stream_arn = aws_kinesis_stream.orders.arn
}

resource "aws_kinesis_stream" "out" { name = "out" }

resource "aws_secretsmanager_secret" "db" { name = "db" }

resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = aws_secretsmanager_secret.db.id
  secret_string = "x"
}

resource "aws_secretsmanager_secret" "deployed" { name = "deployed" }

resource "aws_secretsmanager_secret_version" "deployed" {
  secret_id     = aws_secretsmanager_secret.deployed.id
  secret_string = "x"
}

resource "aws_lambda_function" "clicks" {
  function_name = "clicks"
  role          = "arn:aws:iam::123456789012:role/clicks"
  environment {
    variables = {
      SECRET = aws_secretsmanager_secret.db.arn
      TOKEN  = aws_secretsmanager_secret_version.deployed.secret_string
      OUT    = aws_kinesis_stream.out.name
    }
  }
}

resource "aws_lambda_event_source_mapping" "clicks" {
  event_source_arn  = aws_kinesis_stream.clicks.arn
  function_name     = aws_lambda_function.clicks.arn
  starting_position = "LATEST"
  destination_config {
    on_failure { destination_arn = aws_sqs_queue.dead.arn }
  }
}

resource "aws_lambda_function" "billing" {
  function_name = "billing"
  role          = "arn:aws:iam::123456789012:role/billing"
}

resource "aws_lambda_event_source_mapping" "billing" {
  event_source_arn  = aws_kinesis_stream_consumer.billing.arn
  function_name     = aws_lambda_function.billing.function_name
  starting_position = "LATEST"
}

resource "aws_lambda_function_event_invoke_config" "billing" {
  function_name = aws_lambda_function.billing.function_name
  destination_config {
    on_success { destination = aws_sqs_queue.done.arn }
    on_failure { destination = aws_sqs_queue.dead.arn }
  }
}

resource "aws_lambda_function_url" "billing" {
  function_name      = aws_lambda_function.billing.function_name
  authorization_type = "NONE"
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    origin_id   = "function"
    domain_name = replace(replace(aws_lambda_function_url.billing.function_url, "https://", ""), "/", "")
  }
  default_cache_behavior {
    target_origin_id       = "function"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = aws_lambda_function.clicks.qualified_arn
    }
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}

resource "aws_cloudwatch_metric_alarm" "lag" {
  alarm_name          = "lag"
  namespace           = "AWS/Kinesis"
  metric_name         = "GetRecords.IteratorAgeMilliseconds"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  dimensions          = { StreamName = aws_kinesis_stream.clicks.name }
}

resource "aws_s3_bucket" "code" { bucket = "code" }

resource "aws_lambda_function" "copied" {
  function_name = "copied"
  role          = "arn:aws:iam::123456789012:role/copied"
  s3_bucket     = aws_s3_bucket.code.id
  s3_key        = "copied.zip"
  depends_on    = [aws_secretsmanager_secret_version.db]
}

resource "aws_lambda_event_source_mapping" "copied" {
  event_source_arn = aws_sqs_queue.done.arn
  function_name    = aws_lambda_function.copied.function_name
  depends_on       = [aws_sqs_queue.done]
}
