variable "parameters" { type = map(string) }

resource "aws_db_parameter_group" "this" {
  name   = "main"
  family = "postgres17"
  dynamic "parameter" {
    for_each = var.parameters
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_db_instance" "this" {
  identifier              = "main"
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  backup_retention_period = 7
  multi_az                = true
  parameter_group_name    = aws_db_parameter_group.this.name
}
