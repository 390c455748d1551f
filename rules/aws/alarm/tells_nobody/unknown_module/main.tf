provider "aws" {
  region = "eu-west-1"
}

# Not on disk: it may subscribe to the topic.
module "subscriptions" {
  source = "registry.example.com/acme/subscriptions/aws"
  topic  = aws_sns_topic.oncall.arn
}

resource "aws_sns_topic" "oncall" {
  name = "oncall"
}

resource "aws_cloudwatch_metric_alarm" "one" { # undetermined aws-alarm-tells-nobody
  alarm_name          = "one"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.oncall.arn]

  dimensions = {
    QueueName = "orders"
  }
}
