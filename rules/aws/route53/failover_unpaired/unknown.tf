variable "role" { type = string } # undetermined aws-route53-failover-unpaired

resource "aws_route53_zone" "shop" { name = "example.com" }

resource "aws_route53_health_check" "shop" {
  fqdn = "eu.shop.example.com"
  type = "HTTPS"
}

resource "aws_route53_record" "this" {
  zone_id         = aws_route53_zone.shop.id
  name            = "shop.example.com"
  type            = "A"
  ttl             = 60
  records         = ["203.0.113.7"]
  set_identifier  = "this"
  health_check_id = aws_route53_health_check.shop.id
  failover_routing_policy {
    type = var.role
  }
}
