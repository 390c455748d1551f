resource "aws_route53_zone" "shop" { name = "example.com" }

resource "aws_route53_health_check" "shop" {
  fqdn = "eu.shop.example.com"
  type = "HTTPS"
}

resource "aws_route53_record" "shop" {
  for_each        = { PRIMARY = "203.0.113.7", SECONDARY = "203.0.113.8" }
  zone_id         = aws_route53_zone.shop.id
  name            = "shop.example.com"
  type            = "A"
  ttl             = 60
  records         = [each.value]
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.shop.id
  failover_routing_policy { type = each.key }
}
