resource "aws_kinesis_stream" "clicks" { name = "clicks" }
resource "aws_s3_bucket" "lake" { bucket = "lake" }
resource "aws_s3_bucket" "failed" { bucket = "failed" }

resource "aws_lambda_function" "transform" {
  function_name = "transform"
  role          = "arn:aws:iam::123456789012:role/transform"
}

resource "aws_kinesis_firehose_delivery_stream" "lake" {
  name        = "lake"
  destination = "extended_s3"
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.clicks.arn
    role_arn           = "arn:aws:iam::123456789012:role/firehose"
  }
  extended_s3_configuration {
    role_arn   = "arn:aws:iam::123456789012:role/firehose"
    bucket_arn = aws_s3_bucket.lake.arn
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "${aws_lambda_function.transform.arn}:$LATEST"
        }
      }
    }
  }
}

resource "aws_opensearch_domain" "search" { domain_name = "search" }

resource "aws_kinesis_firehose_delivery_stream" "search" {
  name        = "search"
  destination = "opensearch"
  opensearch_configuration {
    domain_arn = aws_opensearch_domain.search.arn
    index_name = "clicks"
    role_arn   = "arn:aws:iam::123456789012:role/firehose"
    s3_configuration {
      bucket_arn = aws_s3_bucket.failed.arn
      role_arn   = "arn:aws:iam::123456789012:role/firehose"
    }
  }
}

resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = "warehouse"
  node_type          = "ra3.xlplus"
}

resource "aws_kinesis_firehose_delivery_stream" "warehouse" {
  name        = "warehouse"
  destination = "redshift"
  redshift_configuration {
    cluster_jdbcurl = "jdbc:redshift://${aws_redshift_cluster.warehouse.endpoint}/clicks"
    data_table_name = "clicks"
    role_arn        = "arn:aws:iam::123456789012:role/firehose"
    s3_configuration {
      bucket_arn = aws_s3_bucket.failed.arn
      role_arn   = "arn:aws:iam::123456789012:role/firehose"
    }
  }
}

resource "aws_sns_topic" "t" { name = "t" }

resource "aws_sns_topic_subscription" "archive" {
  topic_arn             = aws_sns_topic.t.arn
  protocol              = "firehose"
  endpoint              = aws_kinesis_firehose_delivery_stream.lake.arn
  subscription_role_arn = "arn:aws:iam::123456789012:role/sns"
}

resource "aws_apigatewayv2_api" "hook" {
  name          = "hook"
  protocol_type = "HTTP"
}

resource "aws_sns_topic_subscription" "hook" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "https"
  endpoint  = "${aws_apigatewayv2_api.hook.api_endpoint}/events"
}

resource "aws_sqs_queue" "orders" { name = "orders" }

resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = "arn:aws:iam::123456789012:role/flow"
  definition = "{}"
}

resource "aws_pipes_pipe" "orders" {
  name       = "orders"
  role_arn   = "arn:aws:iam::123456789012:role/pipe"
  source     = aws_sqs_queue.orders.arn
  enrichment = aws_lambda_function.transform.arn
  target     = aws_sfn_state_machine.flow.arn
}

resource "aws_msk_cluster" "kafka" {
  cluster_name           = "kafka"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
}

resource "aws_mq_broker" "broker" {
  broker_name        = "broker"
  engine_type        = "RabbitMQ"
  engine_version     = "3.13"
  host_instance_type = "mq.m5.large"
}

resource "aws_lambda_function" "consumer" {
  function_name = "consumer"
  role          = "arn:aws:iam::123456789012:role/consumer"
}

resource "aws_lambda_event_source_mapping" "kafka" {
  event_source_arn  = aws_msk_cluster.kafka.arn
  function_name     = aws_lambda_function.consumer.arn
  topics            = ["orders"]
  starting_position = "LATEST"
}

resource "aws_lambda_event_source_mapping" "broker" {
  event_source_arn = aws_mq_broker.broker.arn
  function_name    = aws_lambda_function.consumer.arn
  queues           = ["orders"]
}

resource "aws_msk_cluster" "copy" {
  cluster_name           = "copy"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
}

resource "aws_msk_replicator" "r" {
  replicator_name            = "r"
  service_execution_role_arn = "arn:aws:iam::123456789012:role/replicator"
  replication_info_list {
    source_kafka_cluster_arn = aws_msk_cluster.kafka.arn
    target_kafka_cluster_arn = aws_msk_cluster.copy.arn
    target_compression_type  = "NONE"
  }
}
