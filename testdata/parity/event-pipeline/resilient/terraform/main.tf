provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "role" {
  name               = "shop"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.role.arn
  runtime       = "python3.13"
  handler       = "app.handler"
  s3_bucket     = "code"
  s3_key        = "app.zip"
  memory_size   = 512

  environment {
    variables = {
      TABLE = aws_dynamodb_table.results.name
    }
  }
}

resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_sqs_queue" "work" {
  name                       = "work"
  visibility_timeout_seconds = 180

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sns_topic_subscription" "work" {
  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.work.arn
}

resource "aws_lambda_event_source_mapping" "source" {
  event_source_arn = aws_sqs_queue.work.arn
  function_name    = aws_lambda_function.worker.arn
  batch_size       = 10
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "work"
  arn       = aws_sqs_queue.work.arn
}

resource "aws_kinesis_stream" "clicks" {
  name             = "clicks"
  shard_count      = 2
  retention_period = 48
}

resource "aws_lambda_event_source_mapping" "clicks" {
  event_source_arn  = aws_kinesis_stream.clicks.arn
  function_name     = aws_lambda_function.worker.arn
  starting_position = "LATEST"
}

resource "aws_dynamodb_table" "results" {
  name         = "results"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_sqs_queue" "failed" {
  name                      = "failed"
  message_retention_seconds = 1209600
}

resource "aws_sns_topic" "on_call" {
  name = "on-call"
}

resource "aws_sns_topic_subscription" "on_call" {
  topic_arn = aws_sns_topic.on_call.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_cloudwatch_metric_alarm" "late" {
  alarm_name          = "late"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Maximum"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.on_call.arn]

  dimensions = {
    QueueName = aws_sqs_queue.work.name
  }
}

resource "aws_cloudwatch_metric_alarm" "lost" {
  alarm_name          = "lost"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Maximum"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.on_call.arn]

  dimensions = {
    QueueName = aws_sqs_queue.failed.name
  }
}
