resource "aws_lambda_function" "resolve" {
  function_name = "resolve"
  role          = "arn:aws:iam::123456789012:role/resolve"
}

resource "aws_dynamodb_table" "posts" {
  name     = "posts"
  hash_key = "id"
}

resource "aws_cognito_user_pool" "users" {
  name = "users"
  lambda_config { post_confirmation = aws_lambda_function.resolve.arn }
}

resource "aws_appsync_graphql_api" "api" {
  name                = "api"
  authentication_type = "AMAZON_COGNITO_USER_POOLS"
  user_pool_config {
    default_action = "ALLOW"
    user_pool_id   = aws_cognito_user_pool.users.id
  }
}

resource "aws_appsync_datasource" "function" {
  api_id = aws_appsync_graphql_api.api.id
  name   = "function"
  type   = "AWS_LAMBDA"
  lambda_config { function_arn = aws_lambda_function.resolve.arn }
}

resource "aws_appsync_datasource" "table" {
  api_id = aws_appsync_graphql_api.api.id
  name   = "table"
  type   = "AMAZON_DYNAMODB"
  dynamodb_config { table_name = aws_dynamodb_table.posts.name }
}

resource "aws_appsync_domain_name" "d" {
  domain_name     = "graph.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/x"
}

resource "aws_appsync_domain_name_api_association" "d" {
  api_id      = aws_appsync_graphql_api.api.id
  domain_name = aws_appsync_domain_name.d.domain_name
}

resource "aws_route53_record" "graph" {
  zone_id = "Z1"
  name    = "graph.example.com"
  type    = "CNAME"
  ttl     = 60
  records = [aws_appsync_domain_name.d.appsync_domain_name]
}
