provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}

resource "aws_db_instance" "this" {
  for_each                = toset(["orders", "reports"])
  identifier              = each.key
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 100
  multi_az                = true
  backup_retention_period = 7
}

module "orders" {
  source    = "./copy"
  providers = { aws = aws.recovery }
  database  = aws_db_instance.this["orders"].arn
}

# The provider was forgotten.
module "reports" {
  source   = "./copy"
  database = aws_db_instance.this["reports"].arn
}
