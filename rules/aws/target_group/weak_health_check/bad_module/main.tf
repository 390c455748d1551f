module "groups" {
  source = "./modules/group"
  for_each = { # want aws-target-group-weak-health-check
    shop  = { path = "/healthz", matcher = "200" }
    admin = { path = "/", matcher = "200-599" }
  }

  name  = each.key
  check = each.value
}
