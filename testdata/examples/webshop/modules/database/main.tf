# A PostgreSQL database in the data subnets.
variable "name" { type = string }
variable "network" { type = any }
variable "instance_class" { type = string }
variable "high_availability" { type = bool }

variable "backup_days" {
  type    = number
  default = 7
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.network.data_subnets
}

resource "aws_db_instance" "this" {
  identifier                  = var.name
  engine                      = "postgres"
  instance_class              = var.instance_class
  allocated_storage           = 100
  max_allocated_storage       = 1000
  username                    = "postgres"
  manage_master_user_password = true
  db_subnet_group_name        = aws_db_subnet_group.this.name
  multi_az                    = var.high_availability
  backup_retention_period     = var.backup_days
  deletion_protection         = true
  storage_encrypted           = true
  final_snapshot_identifier   = "${var.name}-final"
  tags                        = var.tags
}

output "address" { value = aws_db_instance.this.address }
output "identifier" { value = aws_db_instance.this.identifier }
