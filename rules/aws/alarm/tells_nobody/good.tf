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

resource "aws_cloudwatch_metric_alarm" "told" {
  alarm_name          = "told"
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

resource "aws_cloudwatch_metric_alarm" "elsewhere" {
  alarm_name          = "elsewhere"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = ["arn:aws:sns:eu-west-1:111122223333:oncall-of-all"]

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_cloudwatch_metric_alarm" "part" {
  alarm_name          = "part"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_cloudwatch_composite_alarm" "all" {
  alarm_name    = "all"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.part.alarm_name}) AND ALARM(\"told\")"
  alarm_actions = [aws_sns_topic.oncall.arn]
}

resource "aws_cloudwatch_metric_alarm" "scaling" {
  alarm_name          = "scaling"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_autoscaling_policy.web.arn]

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "each" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = values(aws_subnet.each)[*].id
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.main.id

  health_check {
    path = "/health"
  }
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = values(aws_subnet.each)[*].id
  health_check_type   = "ELB"
  target_group_arns   = [aws_lb_target_group.web.arn]

  launch_template {
    id = aws_launch_template.web.id
  }
}

resource "aws_autoscaling_policy" "web" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}

resource "aws_launch_template" "web" {
  name          = "web"
  image_id      = "ami-00000000000000000"
  instance_type = "t3.micro"
}

resource "aws_cloudwatch_metric_alarm" "checked" {
  alarm_name          = "checked"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_route53_health_check" "orders" {
  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = aws_cloudwatch_metric_alarm.checked.alarm_name
  cloudwatch_alarm_region         = "eu-west-1"
  insufficient_data_health_status = "Healthy"
}

resource "aws_cloudwatch_metric_alarm" "rollback" {
  alarm_name          = "rollback"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80

  dimensions = {
    QueueName = "orders"
  }
}

resource "aws_codedeploy_deployment_group" "orders" {
  app_name              = "orders"
  deployment_group_name = "orders"
  service_role_arn      = "arn:aws:iam::111122223333:role/deploy"

  alarm_configuration {
    alarms  = [aws_cloudwatch_metric_alarm.rollback.alarm_name]
    enabled = true
  }
}

# A chat client subscribes by itself.
resource "aws_sns_topic" "chat" {
  name = "chat"
}

resource "aws_chatbot_slack_channel_configuration" "chat" {
  configuration_name = "chat"
  iam_role_arn       = "arn:aws:iam::111122223333:role/chat"
  slack_channel_id   = "C0000000000"
  slack_team_id      = "T0000000000"
  sns_topic_arns     = [aws_sns_topic.chat.arn]
}

resource "aws_cloudwatch_metric_alarm" "chat" {
  alarm_name          = "chat"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  threshold           = 80
  alarm_actions       = [aws_sns_topic.chat.arn]

  dimensions = {
    QueueName = "orders"
  }
}
