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

  health_check_id = aws_route53_health_check.shop.id
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

resource "aws_route53_health_check" "shop" {
  type          = "HTTPS"
  fqdn          = "eu.shop.example.com"
  port          = 443
  resource_path = "/healthz"
}

resource "aws_route53_record" "evaluated" {
  zone_id        = "Z0123456789ABCDEFGHIJ"
  name           = "shop.example.com"
  type           = "A"
  set_identifier = "evaluated"
  failover_routing_policy {
    type = "PRIMARY"
  }
  alias {
    name                   = "shop.eu-west-1.elb.amazonaws.com"
    zone_id                = "Z32O12XQLNTSW2"
    evaluate_target_health = true
  }
}
