provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "this" {
  for_each          = { eu-west-1a = 0, eu-west-1b = 1 }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_ecs_service" "orders" {
  name            = "orders"
  cluster         = "main"
  task_definition = "orders:7"
  launch_type     = "FARGATE"
  desired_count   = 2
  network_configuration {
    subnets = [aws_subnet.this["eu-west-1a"].id] # want aws-ecs-one-zone
  }
}
