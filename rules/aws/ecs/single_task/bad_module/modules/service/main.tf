variable "name" {
  type = string
}

variable "tasks" {
  type    = number
  default = 1
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = "main"
  task_definition = "${var.name}:1"
  desired_count   = var.tasks
  load_balancer {
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${var.name}/0123456789abcdef"
    container_name   = var.name
    container_port   = 80
  }
}
