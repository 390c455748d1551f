resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_subnet" "c" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.3.0/24"
  availability_zone = "eu-west-1c"
}

locals {
  two   = [aws_subnet.a.id, aws_subnet.b.id]
  three = [aws_subnet.a.id, aws_subnet.b.id, aws_subnet.c.id]
}

resource "aws_kms_key" "k" {}

resource "aws_docdb_subnet_group" "g" {
  name       = "docdb"
  subnet_ids = local.three
}

resource "aws_docdb_cluster" "d" {
  cluster_identifier   = "docdb"
  db_subnet_group_name = aws_docdb_subnet_group.g.name
  kms_key_id           = aws_kms_key.k.arn
}

resource "aws_docdb_cluster_instance" "d" {
  for_each           = toset(["eu-west-1a", "eu-west-1b"])
  cluster_identifier = aws_docdb_cluster.d.id
  instance_class     = "db.r6g.large"
  availability_zone  = each.key
}

resource "aws_neptune_subnet_group" "g" {
  name       = "neptune"
  subnet_ids = local.two
}

resource "aws_neptune_cluster" "n" {
  cluster_identifier        = "neptune"
  neptune_subnet_group_name = aws_neptune_subnet_group.g.name
}

resource "aws_neptune_cluster_instance" "n" {
  cluster_identifier = aws_neptune_cluster.n.cluster_identifier
  instance_class     = "db.r6g.large"
  availability_zone  = "eu-west-1a"
}

resource "aws_sns_topic" "events" { name = "events" }

resource "aws_memorydb_subnet_group" "g" {
  name       = "memorydb"
  subnet_ids = local.two
}

resource "aws_memorydb_cluster" "replicated" {
  name              = "replicated"
  acl_name          = "open-access"
  node_type         = "db.t4g.small"
  subnet_group_name = aws_memorydb_subnet_group.g.name
  sns_topic_arn     = aws_sns_topic.events.arn
}

resource "aws_memorydb_cluster" "alone" {
  name                   = "alone"
  acl_name               = "open-access"
  node_type              = "db.t4g.small"
  num_replicas_per_shard = 0
  subnet_group_name      = aws_memorydb_subnet_group.g.name
}

resource "aws_dax_subnet_group" "g" {
  name       = "dax"
  subnet_ids = local.two
}

resource "aws_dax_cluster" "d" {
  cluster_name       = "dax"
  iam_role_arn       = "arn:aws:iam::123456789012:role/dax"
  node_type          = "dax.r5.large"
  replication_factor = 2
  subnet_group_name  = aws_dax_subnet_group.g.name
}

resource "aws_redshift_subnet_group" "g" {
  name       = "redshift"
  subnet_ids = local.two
}

resource "aws_redshift_cluster" "multi" {
  cluster_identifier        = "multi"
  node_type                 = "ra3.xlplus"
  number_of_nodes           = 2
  multi_az                  = true
  cluster_subnet_group_name = aws_redshift_subnet_group.g.name
}

resource "aws_redshift_cluster" "single" {
  cluster_identifier        = "single"
  node_type                 = "ra3.xlplus"
  availability_zone         = "eu-west-1a"
  cluster_subnet_group_name = aws_redshift_subnet_group.g.name
}

resource "aws_redshift_snapshot_copy" "single" {
  cluster_identifier = aws_redshift_cluster.single.id
  destination_region = "us-east-1"
}

resource "aws_redshiftserverless_namespace" "n" { namespace_name = "n" }

resource "aws_redshiftserverless_workgroup" "w" {
  namespace_name = aws_redshiftserverless_namespace.n.namespace_name
  workgroup_name = "w"
  subnet_ids     = local.three
}

resource "aws_opensearch_domain" "o" {
  domain_name = "o"
  cluster_config {
    instance_count         = 2
    zone_awareness_enabled = true
  }
  vpc_options { subnet_ids = local.two }
}

resource "aws_msk_cluster" "m" {
  cluster_name           = "m"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
  broker_node_group_info {
    client_subnets  = local.three
    instance_type   = "kafka.m5.large"
    security_groups = []
  }
}

resource "aws_cloudwatch_metric_alarm" "disk" {
  alarm_name          = "disk"
  namespace           = "AWS/Kafka"
  metric_name         = "KafkaDataLogsDiskUsed"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  dimensions          = { "Cluster Name" = aws_msk_cluster.m.cluster_name, "Broker ID" = "1" }
}

resource "aws_mq_broker" "single" {
  broker_name        = "single"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.m5.large"
  subnet_ids         = [aws_subnet.a.id]
}

resource "aws_mq_broker" "standby" {
  broker_name        = "standby"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.m5.large"
  deployment_mode    = "ACTIVE_STANDBY_MULTI_AZ"
  subnet_ids         = local.two
}

resource "aws_cloudwatch_metric_alarm" "broker" {
  alarm_name          = "broker"
  namespace           = "AWS/AmazonMQ"
  metric_name         = "StorePercentUsage"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  dimensions          = { Broker = "standby-1" }
}

resource "aws_fsx_windows_file_system" "w" {
  subnet_ids          = local.two
  preferred_subnet_id = aws_subnet.a.id
  deployment_type     = "MULTI_AZ_1"
  throughput_capacity = 32
  storage_capacity    = 100
}

resource "aws_fsx_lustre_file_system" "l" {
  subnet_ids       = [aws_subnet.a.id]
  storage_capacity = 1200
}

resource "aws_timestreamwrite_database" "t" { database_name = "t" }

resource "aws_timestreamwrite_table" "t" {
  database_name = aws_timestreamwrite_database.t.database_name
  table_name    = "readings"
}

resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "daily"
    target_vault_name = "Default"
  }
}

resource "aws_backup_selection" "s" {
  name         = "s"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = [aws_docdb_cluster.d.arn, aws_fsx_windows_file_system.w.arn]
}

resource "aws_ecr_repository" "app" { name = "app" }

resource "aws_ssm_parameter" "url" {
  name  = "/app/url"
  type  = "String"
  value = "https://example.com"
}

resource "aws_ssm_parameter" "copied" {
  name  = "/app/copied"
  type  = "String"
  value = "https://example.com"
}

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([{
    name        = "app"
    image       = "${aws_ecr_repository.app.repository_url}:1.2.3"
    secrets     = [{ name = "URL", valueFrom = aws_ssm_parameter.url.arn }]
    environment = [{ name = "MONGO", value = aws_docdb_cluster.d.endpoint }, { name = "COPY", value = aws_ssm_parameter.copied.value }]
  }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  task_definition = aws_ecs_task_definition.app.arn
}

resource "aws_lambda_function" "search" {
  function_name = "search"
  role          = "arn:aws:iam::123456789012:role/search"
  environment {
    variables = { HOST = "https://${aws_opensearch_domain.o.endpoint}", KAFKA = aws_msk_cluster.m.bootstrap_brokers_tls }
  }
}
