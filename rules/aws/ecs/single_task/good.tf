provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecs_service" "api" {
  name            = "api"
  cluster         = "main"
  task_definition = "api:1"
  desired_count   = 2
  load_balancer {
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef"
    container_name   = "api"
    container_port   = 80
  }
}

resource "aws_ecs_service" "scaled" {
  name            = "scaled"
  cluster         = "main"
  task_definition = "scaled:1"
  desired_count   = 1
  load_balancer {
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/scaled/0123456789abcdef"
    container_name   = "scaled"
    container_port   = 80
  }
}

resource "aws_appautoscaling_target" "scaled" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/main/${aws_ecs_service.scaled.name}"
  min_capacity       = 2
  max_capacity       = 8
}

# One on every host.
resource "aws_ecs_service" "agent" {
  name                = "agent"
  cluster             = "main"
  task_definition     = "agent:1"
  scheduling_strategy = "DAEMON"
}

# Takes its work from a queue.
resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = "main"
  task_definition = "worker:1"
  desired_count   = 1
}
