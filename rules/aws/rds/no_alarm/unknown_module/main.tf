provider "aws" {
  region = "eu-west-1"
}

resource "aws_db_instance" "orders" { # undetermined aws-rds-no-alarm
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 100
  username                = "orders"
  multi_az                = true
  backup_retention_period = 7
}

# Not on disk: it may hold the alarm.
module "alarms" {
  source = "registry.example.com/acme/alarms/aws"
}
