variable "name" { type = string }
variable "subnets" { type = list(string) }

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = "main"
  task_definition = "${var.name}:1"
  launch_type     = "FARGATE"
  desired_count   = 2
  network_configuration {
    subnets = var.subnets
  }
}
