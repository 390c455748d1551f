# Production of shop.example.com, all of it in Ireland. Security groups and IAM
# are left out: this example is about what fails, not about who gets in.
terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Project = "shop", Environment = "prod" }
  }
}

module "network" {
  source = "../../modules/network"

  name               = "shop-prod"
  cidr               = "10.20.0.0/16"
  single_nat_gateway = true # the servers only fetch packages
}

module "shop" {
  source = "../../modules/service"

  name              = "shop"
  network           = module.network
  certificate_arn   = aws_acm_certificate.this.arn
  min_size          = 3
  max_size          = 12
  health_check_type = "ELB"

  environment = {
    ORDERS_DB   = module.orders_db.address
    CATALOG_DB  = aws_rds_cluster.catalog.reader_endpoint
    SESSIONS    = aws_elasticache_replication_group.sessions.primary_endpoint_address
    CARTS       = aws_elasticache_replication_group.carts.primary_endpoint_address
    ORDER_QUEUE = aws_sqs_queue.orders.url
    IMAGES      = aws_s3_bucket.images.id
  }
}

# The back office: a dozen colleagues, so one server is enough.
module "admin" {
  source = "../../modules/service"

  name            = "admin"
  network         = module.network
  certificate_arn = aws_acm_certificate.this.arn
  min_size        = 1
  max_size        = 1

  environment = {
    ORDERS_DB    = module.orders_db.address
    CUSTOMERS_DB = module.customers_db.address
  }
}

resource "aws_acm_certificate" "this" {
  domain_name       = "*.example.com"
  validation_method = "DNS"
}

resource "aws_route53_zone" "this" {
  name = "example.com"
}

resource "aws_route53_record" "service" {
  for_each = { shop = module.shop, admin = module.admin }

  zone_id = aws_route53_zone.this.zone_id
  name    = "${each.key}.example.com"
  type    = "A"

  alias {
    name                   = each.value.dns_name
    zone_id                = each.value.zone_id
    evaluate_target_health = true
  }
}
