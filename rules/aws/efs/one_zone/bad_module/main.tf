provider "aws" { region = "eu-west-1" }

module "files" {
  source   = "./files"
  for_each = { uploads = null, media = "eu-west-1b" } # want aws-efs-one-zone

  name = each.key
  zone = each.value
}
