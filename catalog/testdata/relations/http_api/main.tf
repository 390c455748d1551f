resource "aws_lambda_function" "web" {
  function_name = "web"
  role          = "arn:aws:iam::123456789012:role/web"
}

resource "aws_lambda_function" "authorizer" {
  function_name = "authorizer"
  role          = "arn:aws:iam::123456789012:role/authorizer"
}

resource "aws_cognito_user_pool" "users" { name = "users" }

resource "aws_apigatewayv2_api" "quick" {
  name          = "quick"
  protocol_type = "HTTP"
  target        = aws_lambda_function.web.arn
}

resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  authorizer_type  = "JWT"
  name             = "jwt"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    audience = ["app"]
    issuer   = "https://${aws_cognito_user_pool.users.endpoint}"
  }
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                            = aws_apigatewayv2_api.api.id
  authorizer_type                   = "REQUEST"
  name                              = "function"
  authorizer_uri                    = aws_lambda_function.authorizer.invoke_arn
  authorizer_payload_format_version = "2.0"
}

resource "aws_apigatewayv2_integration" "web" {
  api_id           = aws_apigatewayv2_api.api.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.web.invoke_arn
}

resource "aws_apigatewayv2_route" "web" {
  api_id    = aws_apigatewayv2_api.api.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.web.id}"
}

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "link"
  security_group_ids = []
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
}

resource "aws_lb" "internal" {
  name     = "internal"
  internal = true
  subnets  = [aws_subnet.a.id, aws_subnet.b.id]
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.internal.arn
  port              = 80
  default_action {
    type = "fixed-response"
    fixed_response { content_type = "text/plain" }
  }
}

resource "aws_apigatewayv2_integration" "private" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = aws_lb_listener.http.arn
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id
}

resource "aws_sqs_queue" "intake" { name = "intake" }

resource "aws_apigatewayv2_integration" "queue" {
  api_id              = aws_apigatewayv2_api.api.id
  integration_type    = "AWS_PROXY"
  integration_subtype = "SQS-SendMessage"
  request_parameters = {
    QueueUrl    = aws_sqs_queue.intake.url
    MessageBody = "$request.body"
  }
}

resource "aws_service_discovery_service" "cart" { name = "cart" }

resource "aws_ecs_service" "cart" {
  name = "cart"
  service_registries { registry_arn = aws_service_discovery_service.cart.arn }
}

resource "aws_apigatewayv2_integration" "cart" {
  api_id             = aws_apigatewayv2_api.api.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = aws_service_discovery_service.cart.arn
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.api.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_domain_name" "d" {
  domain_name = "api.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/x"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "m" {
  api_id      = aws_apigatewayv2_api.api.id
  domain_name = aws_apigatewayv2_domain_name.d.id
  stage       = aws_apigatewayv2_stage.default.id
}

resource "aws_route53_record" "api" {
  zone_id = "Z1"
  name    = "api.example.com"
  type    = "A"
  alias {
    name                   = aws_apigatewayv2_domain_name.d.domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.d.domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    origin_id   = "api"
    domain_name = replace(aws_apigatewayv2_api.api.api_endpoint, "/^https?://([^/]*).*/", "$1")
  }
  default_cache_behavior {
    target_origin_id       = "api"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}

resource "aws_sns_topic" "orders" { name = "orders" }

resource "aws_apigatewayv2_api" "sockets" {
  name          = "sockets"
  protocol_type = "WEBSOCKET"
}

resource "aws_apigatewayv2_integration" "publish" {
  api_id             = aws_apigatewayv2_api.sockets.id
  integration_type   = "AWS"
  integration_method = "POST"
  integration_uri    = "arn:aws:apigateway:eu-west-1:sns:action/Publish"
  request_templates  = { "$default" = "Action=Publish&TopicArn=$util.urlEncode(\"${aws_sns_topic.orders.id}\")" }
}

resource "aws_apigatewayv2_integration" "send" {
  api_id             = aws_apigatewayv2_api.sockets.id
  integration_type   = "AWS"
  integration_method = "POST"
  integration_uri    = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/intake"
}

resource "aws_vpclattice_service" "stock" { name = "stock" }

resource "aws_vpclattice_target_group" "stock" {
  name = "stock"
  type = "LAMBDA"
}

resource "aws_vpclattice_target_group_attachment" "stock" {
  target_group_identifier = aws_vpclattice_target_group.stock.id
  target { id = aws_lambda_function.web.arn }
}

resource "aws_vpclattice_listener" "stock" {
  name               = "stock"
  protocol           = "HTTPS"
  service_identifier = aws_vpclattice_service.stock.id
  default_action {
    forward {
      target_groups { target_group_identifier = aws_vpclattice_target_group.stock.id }
    }
  }
}
