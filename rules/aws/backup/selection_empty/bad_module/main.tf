provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}

resource "aws_backup_vault" "near" {
  name = "near"
}

resource "aws_backup_vault" "far" {
  provider = aws.far
  name     = "far"
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }

  tags = {
    Backup = "daily"
  }
}

module "backup" {
  source = "./backup"

  tags = { Backup = "nightly", Tier = "data" }
}
