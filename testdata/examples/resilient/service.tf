resource "aws_route53_zone" "this" {
  name = "shop.example.com"
}

resource "aws_route53_record" "shop" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "shop.example.com"
  type    = "A"
  alias {
    name                   = aws_lb.shop.dns_name
    zone_id                = aws_lb.shop.zone_id
    evaluate_target_health = true
  }
}

resource "aws_lb" "shop" {
  name                       = "shop"
  subnets                    = aws_subnet.public[*].id
  enable_deletion_protection = true
}

resource "aws_lb_target_group" "shop" {
  name     = "shop"
  port     = 8080
  protocol = "HTTP"
  vpc_id   = aws_vpc.this.id
  health_check {
    path    = "/healthz"
    matcher = "200"
  }
}

resource "aws_lb_listener" "shop" {
  load_balancer_arn = aws_lb.shop.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shop.arn
  }
}

resource "aws_launch_template" "shop" {
  name      = "shop"
  image_id  = "ami-0123456789abcdef0"
  user_data = base64encode("DB=${aws_db_instance.orders.address} CACHE=${aws_elasticache_replication_group.carts.primary_endpoint_address}")
}

resource "aws_autoscaling_group" "shop" {
  name                      = "shop"
  min_size                  = 3
  max_size                  = 9
  vpc_zone_identifier       = aws_subnet.private[*].id
  target_group_arns         = [aws_lb_target_group.shop.arn]
  health_check_type         = "ELB"
  health_check_grace_period = 120
  launch_template {
    id      = aws_launch_template.shop.id
    version = aws_launch_template.shop.latest_version
  }
}

resource "aws_autoscaling_policy" "shop" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.shop.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 50
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
