provider "aws" { region = "eu-west-1" }

provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}

module "near" {
  source = "./bucket"
  name   = "near"
}

module "far" {
  source    = "./bucket"
  name      = "far"
  providers = { aws = aws.recovery }
}

module "invoices" {
  source  = "./bucket"
  name    = "invoices"
  copy_to = [module.far.arn]
}

module "images" {
  source  = "./bucket"
  name    = "images"
  copy_to = [module.near.arn]
}
