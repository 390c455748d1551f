resource "aws_sns_topic" "ops" {
  name = "ops"
}

resource "aws_sns_topic_subscription" "ops" {
  topic_arn = aws_sns_topic.ops.arn
  protocol  = "email"
  endpoint  = "ops@example.com"
}

locals {
  alarms = {
    errors = {
      namespace  = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", threshold = 10
      dimensions = { LoadBalancer = aws_lb.shop.arn_suffix }
    }
    servers = {
      namespace  = "AWS/AutoScaling", metric = "GroupInServiceInstances", threshold = 2
      dimensions = { AutoScalingGroupName = aws_autoscaling_group.shop.name }
    }
    storage = {
      namespace  = "AWS/RDS", metric = "FreeStorageSpace", threshold = 10000000000
      dimensions = { DBInstanceIdentifier = aws_db_instance.orders.identifier }
    }
    memory = {
      namespace  = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", threshold = 80
      dimensions = { CacheClusterId = "carts-001" }
    }
    waiting = {
      namespace  = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", threshold = 600
      dimensions = { QueueName = aws_sqs_queue.orders.name }
    }
    dead = {
      namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", threshold = 0
      dimensions = { QueueName = aws_sqs_queue.dead.name }
    }
    throttled = {
      namespace  = "AWS/DynamoDB", metric = "ThrottledRequests", threshold = 0
      dimensions = { TableName = aws_dynamodb_table.sessions.name }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = each.key
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = "Maximum"
  comparison_operator = each.key == "servers" || each.key == "storage" ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 3
  alarm_actions       = [aws_sns_topic.ops.arn]
}
