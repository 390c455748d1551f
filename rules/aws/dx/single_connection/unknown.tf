variable "locations" { type = map(string) }

resource "aws_dx_connection" "main" { # undetermined aws-dx-single-connection
  for_each  = var.locations
  name      = each.key
  bandwidth = "1Gbps"
  location  = each.value
}
