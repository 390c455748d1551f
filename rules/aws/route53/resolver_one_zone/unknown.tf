variable "subnets" { type = list(string) }

resource "aws_route53_resolver_endpoint" "office" { # undetermined aws-route53-resolver-one-zone
  direction          = "OUTBOUND"
  security_group_ids = ["sg-0123456789abcdef0"]

  dynamic "ip_address" {
    for_each = var.subnets
    content { subnet_id = ip_address.value }
  }
}
