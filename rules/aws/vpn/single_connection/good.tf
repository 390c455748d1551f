provider "aws" { region = "eu-west-2" }

resource "aws_vpn_gateway" "main" { vpc_id = "vpc-0123456789abcdef0" }

resource "aws_customer_gateway" "office" {
  for_each = { main = "203.0.113.7", spare = "203.0.113.8" }
  bgp_asn    = 65000
  ip_address = each.value
  type       = "ipsec.1"
}

resource "aws_vpn_connection" "office" {
  for_each = { main = "203.0.113.7", spare = "203.0.113.8" }
  vpn_gateway_id      = aws_vpn_gateway.main.id
  customer_gateway_id = aws_customer_gateway.office[each.key].id
  type                = "ipsec.1"
}
