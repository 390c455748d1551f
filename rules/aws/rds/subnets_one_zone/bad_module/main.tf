module "network" {
  source = "./network"
  zones  = ["eu-west-1a"]
}

module "wide" {
  source = "./network"
  zones  = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_db_subnet_group" "orders" {
  name       = "orders"
  subnet_ids = module.network.subnet_ids
}

resource "aws_db_subnet_group" "reports" {
  name       = "reports"
  subnet_ids = module.wide.subnet_ids
}
