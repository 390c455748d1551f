provider "aws" { region = "eu-west-2" }

# Two cables to one building.
resource "aws_dx_connection" "main" {
  for_each  = toset(["first", "second"])
  name      = each.key
  bandwidth = "1Gbps"
  location  = "EqLD5" # want aws-dx-single-connection
}
