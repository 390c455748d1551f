resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/f"
}

resource "aws_lambda_function" "named" {
  function_name = "named"
  role          = "arn:aws:iam::123456789012:role/named"
}

resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_sqs_queue" "dead" { name = "dead" }
resource "aws_sns_topic" "t" { name = "t" }

resource "aws_kinesis_stream" "s" {
  name        = "s"
  shard_count = 1
}

resource "aws_dynamodb_table" "state" {
  name     = "state"
  hash_key = "id"
}

resource "aws_db_instance" "db" { instance_class = "db.t3.micro" }

resource "aws_ecs_cluster" "c" { name = "c" }

resource "aws_ecs_task_definition" "job" {
  family                = "job"
  container_definitions = jsonencode([{ name = "job", environment = [{ name = "DB", value = aws_db_instance.db.address }] }])
}

resource "aws_sfn_state_machine" "flow" {
  name     = "flow"
  role_arn = "arn:aws:iam::123456789012:role/flow"
  definition = jsonencode({
    StartAt = "Call"
    States = {
      Call = { Type = "Task", Resource = aws_lambda_function.f.arn, Next = "Save" }
      Save = {
        Type = "Task", Resource = "arn:aws:states:::dynamodb:putItem", Next = "Send"
        Parameters = { TableName = aws_dynamodb_table.state.name }
      }
      Send = {
        Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", Next = "Run"
        Parameters = { QueueUrl = aws_sqs_queue.q.url }
      }
      Run = {
        Type = "Task", Resource = "arn:aws:states:::ecs:runTask.sync", End = true
        Parameters = { Cluster = aws_ecs_cluster.c.arn, TaskDefinition = aws_ecs_task_definition.job.arn }
      }
    }
  })
}

resource "aws_sfn_state_machine" "literal" {
  name     = "literal"
  role_arn = "arn:aws:iam::123456789012:role/flow"
  definition = jsonencode({
    StartAt = "Named"
    States = {
      Named = {
        Type = "Task", Resource = "arn:aws:states:::lambda:invoke", Next = "Send"
        Parameters = { FunctionName = "arn:aws:lambda:eu-west-1:123456789012:function:named:$LATEST" }
      }
      Send = {
        Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", End = true
        Parameters = { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/q" }
      }
    }
  })
}

resource "aws_scheduler_schedule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 3 * * ? *)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_sfn_state_machine.flow.arn
    role_arn = "arn:aws:iam::123456789012:role/scheduler"
    dead_letter_config { arn = aws_sqs_queue.dead.arn }
  }
}

resource "aws_scheduler_schedule" "task" {
  name                = "task"
  schedule_expression = "rate(1 hour)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_ecs_cluster.c.arn
    role_arn = "arn:aws:iam::123456789012:role/scheduler"
    ecs_parameters { task_definition_arn = aws_ecs_task_definition.job.arn }
  }
}

resource "aws_cloudwatch_event_bus" "orders" { name = "orders" }

resource "aws_cloudwatch_event_rule" "placed" {
  name           = "placed"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ detail-type = ["placed"] })
}

resource "aws_cloudwatch_event_target" "function" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_lambda_function.f.arn
  dead_letter_config { arn = aws_sqs_queue.dead.arn }
}

resource "aws_cloudwatch_event_target" "queue" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sqs_queue.q.arn
}

resource "aws_cloudwatch_event_target" "topic" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sns_topic.t.arn
}

resource "aws_cloudwatch_event_target" "stream" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_kinesis_stream.s.arn
}

resource "aws_cloudwatch_event_target" "flow" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sfn_state_machine.flow.id
}

resource "aws_cloudwatch_event_rule" "hourly" {
  name                = "hourly"
  schedule_expression = "rate(1 hour)"
}

resource "aws_cloudwatch_event_target" "task" {
  rule = aws_cloudwatch_event_rule.hourly.name
  arn  = aws_ecs_cluster.c.arn
  ecs_target { task_definition_arn = aws_ecs_task_definition.job.arn }
}

resource "aws_sns_topic_subscription" "q" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}

resource "aws_s3_bucket" "uploads" { bucket = "uploads" }

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.f.arn
    events              = ["s3:ObjectCreated:*"]
  }
  queue {
    queue_arn = aws_sqs_queue.q.arn
    events    = ["s3:ObjectRemoved:*"]
  }
  topic {
    topic_arn = aws_sns_topic.t.arn
    events    = ["s3:ReducedRedundancyLostObject"]
  }
}

resource "aws_cloudwatch_event_rule" "uploaded" {
  name          = "uploaded"
  event_pattern = jsonencode({ source = ["aws.s3"], detail = { bucket = { name = [aws_s3_bucket.uploads.id] } } })
}

resource "aws_batch_job_queue" "jobs" {
  name     = "jobs"
  priority = 1
  state    = "ENABLED"
}

resource "aws_scheduler_schedule" "sdk" {
  name                = "sdk"
  schedule_expression = "rate(1 hour)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = "arn:aws:scheduler:::aws-sdk:batch:submitJob"
    role_arn = "arn:aws:iam::123456789012:role/scheduler"
    input    = jsonencode({ JobName = "nightly", JobQueue = aws_batch_job_queue.jobs.arn })
  }
}

resource "aws_glue_job" "load" {
  name              = "load"
  role_arn          = "arn:aws:iam::123456789012:role/glue"
  default_arguments = { "--bucket" = aws_s3_bucket.uploads.id }
  command { script_location = "s3://scripts/load.py" }
}

resource "aws_glue_trigger" "load" {
  name     = "load"
  type     = "SCHEDULED"
  schedule = "cron(0 4 * * ? *)"
  actions { job_name = aws_glue_job.load.name }
}

resource "aws_iot_topic_rule" "readings" {
  name        = "readings"
  enabled     = true
  sql         = "SELECT * FROM 'readings'"
  sql_version = "2016-03-23"
  lambda { function_arn = aws_lambda_function.f.arn }
  sqs {
    queue_url  = aws_sqs_queue.q.url
    role_arn   = "arn:aws:iam::123456789012:role/iot"
    use_base64 = false
  }
}
