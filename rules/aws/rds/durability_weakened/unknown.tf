variable "sync" { type = string } # undetermined aws-rds-durability-weakened

resource "aws_db_parameter_group" "main" {
  name   = "main"
  family = "mysql8.4"
  parameter {
    name  = "sync_binlog"
    value = var.sync
  }
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "mysql"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
  parameter_group_name    = aws_db_parameter_group.main.name
}
