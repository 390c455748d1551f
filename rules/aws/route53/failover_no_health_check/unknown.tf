variable "health_check_id" { # undetermined aws-route53-failover-no-health-check
  type = string
}

resource "aws_route53_record" "primary" {
  zone_id        = "Z0123456789ABCDEFGHIJ"
  name           = "shop.example.com"
  type           = "A"
  set_identifier = "primary"
  failover_routing_policy {
    type = "PRIMARY"
  }
  ttl            = 60
  records        = ["192.0.2.1"]

  health_check_id = var.health_check_id
}
