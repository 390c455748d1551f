variable "subnets" { type = list(string) }

resource "aws_ecs_service" "orders" { # undetermined aws-ecs-one-zone
  name            = "orders"
  cluster         = "main"
  task_definition = "orders:7"
  launch_type     = "FARGATE"
  desired_count   = 2
  network_configuration {
    subnets = var.subnets
  }
}
