provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

resource "aws_db_instance_automated_backups_replication" "orders" {
  provider               = aws.recovery
  source_db_instance_arn = aws_db_instance.orders.arn
}

resource "aws_db_instance_automated_backups_replication" "reports" {
  region                 = "eu-central-1"
  source_db_instance_arn = "arn:aws:rds:eu-west-1:123456789012:db:reports"
}
