variable "name" {}
variable "multi_az" {}
variable "subnet_group" {}
variable "zone" {
  default = null
}

resource "aws_db_instance" "this" {
  identifier              = var.name
  engine                  = "postgres"
  instance_class          = "db.t4g.micro"
  allocated_storage       = 20
  multi_az                = var.multi_az
  availability_zone       = var.zone
  db_subnet_group_name    = var.subnet_group
  backup_retention_period = 7
  username                = "app"
  password                = "correct-horse"
}

output "identifier" {
  value = aws_db_instance.this.identifier
}
