resource "aws_route53_record" "primary" { # want aws-route53-failover-no-health-check
  zone_id        = "Z0123456789ABCDEFGHIJ"
  name           = "shop.example.com"
  type           = "A"
  set_identifier = "primary"
  failover_routing_policy {
    type = "PRIMARY"
  }
  ttl            = 60
  records        = ["192.0.2.1"]
}

resource "aws_route53_record" "secondary" {
  zone_id        = "Z0123456789ABCDEFGHIJ"
  name           = "shop.example.com"
  type           = "A"
  set_identifier = "secondary"
  failover_routing_policy {
    type = "SECONDARY"
  }
  ttl            = 60
  records        = ["192.0.2.1"]
}

# A pair from one block; only the first of them decides.
resource "aws_route53_record" "pair" { # want aws-route53-failover-no-health-check
  for_each = { PRIMARY = "192.0.2.1", SECONDARY = "192.0.2.2" }

  zone_id        = "Z0123456789ABCDEFGHIJ"
  name           = "wiki.example.com"
  type           = "A"
  set_identifier = each.key
  ttl            = 60
  records        = [each.value]
  failover_routing_policy {
    type = each.key
  }
}
