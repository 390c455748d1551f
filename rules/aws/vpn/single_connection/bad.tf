provider "aws" { region = "eu-west-2" }

resource "aws_vpn_gateway" "main" { vpc_id = "vpc-0123456789abcdef0" }

resource "aws_customer_gateway" "office" {
  bgp_asn    = 65000
  ip_address = "203.0.113.7"
  type       = "ipsec.1"
}

resource "aws_vpn_connection" "office" {
  vpn_gateway_id      = aws_vpn_gateway.main.id
  customer_gateway_id = aws_customer_gateway.office.id # want aws-vpn-single-connection
  type                = "ipsec.1"
}
