variable "gateway" { type = string }

resource "aws_customer_gateway" "office" {
  bgp_asn    = 65000
  ip_address = "203.0.113.7"
  type       = "ipsec.1"
}

resource "aws_vpn_connection" "office" { # undetermined aws-vpn-single-connection
  vpn_gateway_id      = var.gateway
  customer_gateway_id = aws_customer_gateway.office.id
  type                = "ipsec.1"
}
