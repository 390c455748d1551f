provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_sns_topic_subscription" "oncall" {
  topic_arn = aws_sns_topic.oncall.arn
  protocol  = "email"
  endpoint  = "oncall@example.com"
}

resource "aws_sqs_queue" "orders" {
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

resource "aws_cloudwatch_metric_alarm" "orders_age" {
  alarm_name          = "orders-age"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]

  dimensions = {
    QueueName = aws_sqs_queue.orders.name
  }
}
