provider "aws" { region = "eu-west-2" }

resource "aws_dx_gateway" "main" {
  name            = "main"
  amazon_side_asn = "64512"
}

resource "aws_dx_connection" "main" {
  for_each  = { first = "EqLD5", second = "TCSH" }
  name      = each.key
  bandwidth = "1Gbps"
  location  = each.value
}

resource "aws_dx_transit_virtual_interface" "main" {
  for_each       = aws_dx_connection.main
  connection_id  = each.value.id
  dx_gateway_id  = aws_dx_gateway.main.id
  name           = each.key
  vlan           = 101
  address_family = "ipv4"
  bgp_asn        = 65010
}
