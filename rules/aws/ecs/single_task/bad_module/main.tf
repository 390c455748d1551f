provider "aws" {
  region = "eu-west-1"
}

# Takes the default of the module: one task.
module "service" { # want aws-ecs-single-task
  source   = "./modules/service"
  for_each = toset(["shop", "admin"])

  name = each.key
}
