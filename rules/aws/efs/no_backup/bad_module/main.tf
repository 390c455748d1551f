provider "aws" { region = "eu-west-1" }

module "files" {
  source   = "./files"
  for_each = { uploads = "ENABLED", media = "DISABLED" } # want aws-efs-no-backup

  name   = each.key
  backup = each.value
}
