variable "connection" { type = string }

provider "aws" { region = "eu-west-2" }

resource "aws_dx_gateway" "main" { # undetermined aws-dx-single-interface
  name            = "main"
  amazon_side_asn = "64512"
}

resource "aws_dx_transit_virtual_interface" "first" {
  connection_id  = "dxcon-fg31dyv6"
  dx_gateway_id  = aws_dx_gateway.main.id
  name           = "first"
  vlan           = 101
  address_family = "ipv4"
  bgp_asn        = 65010
}

resource "aws_dx_transit_virtual_interface" "second" {
  connection_id  = var.connection
  dx_gateway_id  = aws_dx_gateway.main.id
  name           = "second"
  vlan           = 101
  address_family = "ipv4"
  bgp_asn        = 65010
}
