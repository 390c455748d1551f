provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 0 # want aws-rds-backup-disabled
}

# Absent is 0 in Terraform.
resource "aws_db_instance" "reports" { # want aws-rds-backup-disabled
  count             = 2
  identifier        = "reports-${count.index}"
  engine            = "mysql"
  instance_class    = "db.r7g.large"
  allocated_storage = 100
  multi_az          = true
}
