# What has to survive (orders, customers, the catalog) and what only makes it fast.
module "orders_db" {
  source = "../../modules/database"

  name              = "orders"
  network           = module.network
  instance_class    = "db.r7g.large"
  high_availability = false # copied from staging, SHOP-412
}

module "customers_db" {
  source = "../../modules/database"

  name              = "customers"
  network           = module.network
  instance_class    = "db.t4g.large"
  high_availability = true
  backup_days       = 14
  tags              = { Backup = "daily" }
}

resource "aws_db_subnet_group" "catalog" {
  name       = "catalog"
  subnet_ids = module.network.data_subnets
}

resource "aws_rds_cluster" "catalog" {
  cluster_identifier          = "catalog"
  engine                      = "aurora-postgresql"
  master_username             = "catalog"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.catalog.name
  backup_retention_period     = 7
  deletion_protection         = true
  storage_encrypted           = true
  final_snapshot_identifier   = "catalog-final"
}

# The reader sits beside the writer: traffic within a zone is free.
resource "aws_rds_cluster_instance" "catalog" {
  count = 2

  identifier         = "catalog-${count.index}"
  cluster_identifier = aws_rds_cluster.catalog.id
  engine             = aws_rds_cluster.catalog.engine
  instance_class     = "db.r7g.large"
  availability_zone  = module.network.zones[0]
}

resource "aws_elasticache_subnet_group" "this" {
  name       = "shop"
  subnet_ids = module.network.data_subnets
}

# Who is logged in. The pipeline says how many nodes.
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "Sessions of the shop"
  engine                     = "valkey"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = var.session_cache_nodes
  automatic_failover_enabled = var.session_cache_nodes > 1
  multi_az_enabled           = var.session_cache_nodes > 1
  subnet_group_name          = aws_elasticache_subnet_group.this.name
}

# Carts are here, and nowhere else, until the order is placed.
resource "aws_elasticache_replication_group" "carts" {
  replication_group_id = "carts"
  description          = "Shopping carts"
  engine               = "redis"
  node_type            = "cache.t4g.small"
  num_cache_clusters   = 1
  subnet_group_name    = aws_elasticache_subnet_group.this.name
}

resource "aws_s3_bucket" "images" {
  bucket = "example-shop-images"
}

resource "aws_s3_bucket" "invoices" {
  bucket = "example-shop-invoices"
}

resource "aws_s3_bucket_versioning" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  versioning_configuration {
    status = "Enabled"
  }
}

# Every night, for whatever is tagged Backup = daily.
resource "aws_backup_vault" "this" {
  name = "shop"
}

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.this.name
    schedule          = "cron(0 3 * * ? *)"
    lifecycle {
      delete_after = 35
    }
  }
}

resource "aws_backup_selection" "tagged" {
  name         = "tagged"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "daily"
  }
}
