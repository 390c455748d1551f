provider "aws" { region = "eu-west-2" }

resource "aws_dx_connection" "main" {
  for_each  = { first = "EqLD5", second = "TCSH" }
  name      = each.key
  bandwidth = "1Gbps"
  location  = each.value
}
