# What runs code depends on what it calls, but not on its own address.

resource "aws_lb" "prices" { name = "prices" }

resource "aws_lb_target_group" "prices" { name = "prices" }

resource "aws_lb_listener" "prices" {
  load_balancer_arn = aws_lb.prices.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.prices.arn
  }
}

resource "aws_ecs_task_definition" "prices" {
  family                = "prices"
  container_definitions = jsonencode([{ name = "prices", environment = [{ name = "OWN_URL", value = "http://${aws_lb.prices.dns_name}" }] }])
}

resource "aws_ecs_service" "prices" {
  name            = "prices"
  task_definition = aws_ecs_task_definition.prices.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.prices.arn
    container_name   = "prices"
    container_port   = 80
  }
}

resource "aws_route53_zone" "internal" { name = "internal.example.com" }

resource "aws_route53_record" "prices" {
  zone_id = aws_route53_zone.internal.zone_id
  name    = "prices.internal.example.com"
  type    = "CNAME"
  ttl     = 60
  records = [aws_lb.prices.dns_name]
}

resource "aws_ecs_task_definition" "shop" {
  family = "shop"
  container_definitions = jsonencode([{
    name = "shop"
    environment = [
      { name = "PRICES", value = "http://${aws_route53_record.prices.fqdn}" },
      { name = "ZONE", value = aws_route53_zone.internal.name },
      { name = "MAIL", value = aws_lambda_function.mail.function_name },
    ]
  }])
}

resource "aws_ecs_service" "shop" {
  name            = "shop"
  task_definition = aws_ecs_task_definition.shop.arn
}

resource "aws_lambda_function" "mail" {
  function_name = "mail"
  role          = "arn:aws:iam::123456789012:role/mail"
  depends_on    = [aws_lambda_function.front]
}

resource "aws_lambda_function" "named" {
  function_name = "${aws_lambda_function.mail.function_name}-${aws_dynamodb_table.orders.name}"
  role          = "arn:aws:iam::123456789012:role/named"
  tags          = { Mail = aws_lambda_function.mail.arn }
}

resource "aws_lambda_function" "front" {
  function_name = "front"
  role          = "arn:aws:iam::123456789012:role/front"
  environment {
    variables = {
      SHOP     = "http://${aws_lb.prices.dns_name}"
      SOCKETS  = aws_apigatewayv2_api.own.api_endpoint
      WORKFLOW = aws_sfn_state_machine.order.arn
      DB       = aws_db_proxy.db.endpoint
    }
  }
}

resource "aws_apigatewayv2_api" "own" {
  name          = "own"
  protocol_type = "WEBSOCKET"
}

resource "aws_apigatewayv2_integration" "own" {
  api_id           = aws_apigatewayv2_api.own.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.front.invoke_arn
}

resource "aws_sfn_state_machine" "order" {
  name     = "order"
  role_arn = "arn:aws:iam::123456789012:role/order"
  definition = jsonencode({
    StartAt = "Save"
    States  = { Save = { Type = "Task", Resource = "arn:aws:states:::dynamodb:putItem", End = true, Parameters = { TableName = "orders" } } }
  })
}

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
}

resource "aws_secretsmanager_secret" "db" { name = "db" }

resource "aws_rds_cluster" "db" { engine = "aurora-postgresql" }

resource "aws_db_proxy" "db" {
  name           = "db"
  engine_family  = "POSTGRESQL"
  role_arn       = "arn:aws:iam::123456789012:role/proxy"
  vpc_subnet_ids = []
  auth { secret_arn = aws_secretsmanager_secret.db.arn }
}

resource "aws_db_proxy_default_target_group" "db" { db_proxy_name = aws_db_proxy.db.name }

resource "aws_db_proxy_target" "db" {
  db_cluster_identifier = aws_rds_cluster.db.cluster_identifier
  db_proxy_name         = aws_db_proxy.db.name
  target_group_name     = aws_db_proxy_default_target_group.db.name
}

data "aws_ssm_parameter" "image" { name = "/aws/service/image" }

data "aws_secretsmanager_secret" "token" { name = "token" }

resource "aws_lambda_function" "reads" {
  function_name = "reads"
  role          = "arn:aws:iam::123456789012:role/reads"
  environment {
    variables = { IMAGE = data.aws_ssm_parameter.image.value, TOKEN = data.aws_secretsmanager_secret.token.arn }
  }
}
