provider "aws" {
  region = "eu-west-1"
}

resource "aws_sns_topic" "each" {
  for_each = toset(["day", "night"])
  name     = each.key
}

resource "aws_sns_topic_subscription" "day" {
  topic_arn = aws_sns_topic.each["day"].arn
  protocol  = "email"
  endpoint  = "day@example.com"
}

module "alarm" {
  source   = "./alarm"
  for_each = aws_sns_topic.each # want aws-alarm-tells-nobody

  name  = each.key
  topic = each.value.arn
}
