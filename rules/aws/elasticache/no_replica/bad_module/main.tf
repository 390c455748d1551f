provider "aws" {
  region = "eu-west-1"
}

module "cache" {
  source   = "./cache"
  for_each = toset(["sessions", "pages"]) # want aws-elasticache-no-replica

  name  = each.key
  nodes = each.key == "pages" ? 1 : 2
}
