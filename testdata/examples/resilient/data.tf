resource "aws_db_subnet_group" "this" {
  name       = "shop"
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_db_instance" "orders" {
  identifier                  = "orders"
  engine                      = "postgres"
  instance_class              = "db.m7g.large"
  allocated_storage           = 100
  max_allocated_storage       = 500
  username                    = "shop"
  manage_master_user_password = true
  multi_az                    = true
  db_subnet_group_name        = aws_db_subnet_group.this.name
  backup_retention_period     = 14
  deletion_protection         = true
  delete_automated_backups    = false
  copy_tags_to_snapshot       = true
  final_snapshot_identifier   = "orders-final"
}

resource "aws_db_instance_automated_backups_replication" "orders" {
  provider               = aws.copy
  source_db_instance_arn = aws_db_instance.orders.arn
  retention_period       = 14
}

resource "aws_elasticache_subnet_group" "this" {
  name       = "shop"
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_elasticache_replication_group" "carts" {
  replication_group_id       = "carts"
  description                = "Carts"
  engine                     = "valkey"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 7
  subnet_group_name          = aws_elasticache_subnet_group.this.name
}

resource "aws_dynamodb_table" "sessions" {
  name                        = "sessions"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_s3_bucket" "images" {
  bucket = "shop-images"
}

resource "aws_s3_bucket_versioning" "images" {
  bucket = aws_s3_bucket.images.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead" {
  name                      = "orders-dead"
  message_retention_seconds = 1209600
}
