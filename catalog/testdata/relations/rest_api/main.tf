data "aws_region" "current" {}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = "arn:aws:iam::123456789012:role/orders"
}

resource "aws_lambda_function" "by_name" {
  function_name = "reports"
  role          = "arn:aws:iam::123456789012:role/reports"
}

resource "aws_lambda_function" "authorizer" {
  function_name = "authorizer"
  role          = "arn:aws:iam::123456789012:role/authorizer"
}

resource "aws_sqs_queue" "intake" { name = "intake" }

resource "aws_dynamodb_table" "t" {
  name     = "t"
  hash_key = "id"
}

resource "aws_sfn_state_machine" "flow" {
  name       = "flow"
  role_arn   = "arn:aws:iam::123456789012:role/flow"
  definition = "{}"
}

resource "aws_lb" "internal" {
  name               = "internal"
  internal           = true
  load_balancer_type = "network"
}

resource "aws_api_gateway_vpc_link" "link" {
  name        = "link"
  target_arns = [aws_lb.internal.arn]
}

resource "aws_api_gateway_rest_api" "api" { name = "api" }

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  parent_id   = aws_api_gateway_rest_api.api.root_resource_id
  path_part   = "orders"
}

resource "aws_api_gateway_method" "orders" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "POST"
  authorization = "CUSTOM"
  authorizer_id = aws_api_gateway_authorizer.a.id
}

resource "aws_api_gateway_authorizer" "a" {
  name           = "a"
  rest_api_id    = aws_api_gateway_rest_api.api.id
  authorizer_uri = aws_lambda_function.authorizer.invoke_arn
}

resource "aws_api_gateway_integration" "orders" {
  rest_api_id             = aws_api_gateway_rest_api.api.id
  resource_id             = aws_api_gateway_resource.orders.id
  http_method             = aws_api_gateway_method.orders.http_method
  integration_http_method = "POST"
  type                    = "AWS_PROXY"
  uri                     = aws_lambda_function.orders.invoke_arn
}

resource "aws_api_gateway_integration" "text" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = "GET"
  type        = "AWS_PROXY"
  uri         = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:reports:live/invocations"
}

resource "aws_api_gateway_integration" "queue" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  resource_id = aws_api_gateway_resource.orders.id
  http_method = "PUT"
  type        = "AWS"
  uri         = "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/intake"
}

resource "aws_api_gateway_integration" "table" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.orders.id
  http_method       = "DELETE"
  type              = "AWS"
  uri               = "arn:aws:apigateway:eu-west-1:dynamodb:action/DeleteItem"
  request_templates = { "application/json" = jsonencode({ TableName = aws_dynamodb_table.t.name }) }
}

resource "aws_api_gateway_integration" "flow" {
  rest_api_id       = aws_api_gateway_rest_api.api.id
  resource_id       = aws_api_gateway_resource.orders.id
  http_method       = "PATCH"
  type              = "AWS"
  uri               = "arn:aws:apigateway:eu-west-1:states:action/StartExecution"
  request_templates = { "application/json" = jsonencode({ stateMachineArn = aws_sfn_state_machine.flow.arn }) }
}

resource "aws_api_gateway_integration" "private" {
  rest_api_id     = aws_api_gateway_rest_api.api.id
  resource_id     = aws_api_gateway_resource.orders.id
  http_method     = "HEAD"
  type            = "HTTP_PROXY"
  connection_type = "VPC_LINK"
  connection_id   = aws_api_gateway_vpc_link.link.id
  uri             = "http://${aws_lb.internal.dns_name}/orders"
}

resource "aws_api_gateway_deployment" "d" {
  rest_api_id = aws_api_gateway_rest_api.api.id
  triggers    = { redeployment = sha1(jsonencode([aws_api_gateway_integration.orders.id])) }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.api.id
  deployment_id = aws_api_gateway_deployment.d.id
  stage_name    = "live"
}

resource "aws_api_gateway_domain_name" "d" {
  domain_name              = "api.example.com"
  regional_certificate_arn = "arn:aws:acm:eu-west-1:123456789012:certificate/x"
}

resource "aws_api_gateway_base_path_mapping" "m" {
  domain_name = aws_api_gateway_domain_name.d.domain_name
  api_id      = aws_api_gateway_rest_api.api.id
  stage_name  = aws_api_gateway_stage.live.stage_name
}

resource "aws_route53_record" "api" {
  zone_id = "Z1"
  name    = "api.example.com"
  type    = "A"
  alias {
    name                   = aws_api_gateway_domain_name.d.regional_domain_name
    zone_id                = aws_api_gateway_domain_name.d.regional_zone_id
    evaluate_target_health = false
  }
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    origin_id   = "api"
    domain_name = "${aws_api_gateway_rest_api.api.id}.execute-api.${data.aws_region.current.region}.amazonaws.com"
    origin_path = "/${aws_api_gateway_stage.live.stage_name}"
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

resource "aws_api_gateway_rest_api" "openapi" {
  name = "openapi"
  body = jsonencode({
    openapi = "3.0.1"
    paths = {
      "/orders" = { get = { "x-amazon-apigateway-integration" = {
        type = "aws_proxy", httpMethod = "POST", uri = aws_lambda_function.orders.invoke_arn
      } } }
    }
  })
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "api errors"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  dimensions          = { ApiName = "api", Stage = "live" }
}

variable "backend" { type = string }

resource "aws_api_gateway_rest_api" "open" { name = "open" }

resource "aws_api_gateway_integration" "open" {
  rest_api_id = aws_api_gateway_rest_api.open.id
  resource_id = aws_api_gateway_rest_api.open.root_resource_id
  http_method = "ANY"
  type        = "HTTP_PROXY"
  uri         = var.backend
}

resource "aws_s3_bucket" "files" { bucket = "files" }

resource "aws_api_gateway_integration" "files" {
  rest_api_id = aws_api_gateway_rest_api.open.id
  resource_id = aws_api_gateway_rest_api.open.root_resource_id
  http_method = "GET"
  type        = "AWS"
  uri         = "arn:aws:apigateway:eu-west-1:s3:path/files/{key}"
}

resource "aws_api_gateway_rest_api" "table" {
  name = "table"
  body = jsonencode({
    paths = { "/t" = { get = { "x-amazon-apigateway-integration" = {
      type = "aws", uri = "arn:aws:apigateway:eu-west-1:dynamodb:action/Query", httpMethod = "POST",
      requestTemplates = { "application/json" = "{\"TableName\":\"t\",\"IndexName\":\"i\"}" }
    } } } }
  })
}
