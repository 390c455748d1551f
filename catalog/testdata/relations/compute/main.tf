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

locals { subnets = [aws_subnet.a.id, aws_subnet.b.id] }

resource "aws_autoscaling_group" "ecs" {
  name                = "ecs"
  max_size            = 4
  min_size            = 2
  vpc_zone_identifier = local.subnets
}

resource "aws_ecs_capacity_provider" "ec2" {
  name = "ec2"
  auto_scaling_group_provider { auto_scaling_group_arn = aws_autoscaling_group.ecs.arn }
}

resource "aws_ecs_cluster" "c" { name = "c" }

resource "aws_ecs_cluster_capacity_providers" "c" {
  cluster_name       = aws_ecs_cluster.c.name
  capacity_providers = [aws_ecs_capacity_provider.ec2.name, "FARGATE"]
  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.ec2.name
    weight            = 1
  }
}

resource "aws_ecs_service" "s" {
  name    = "s"
  cluster = aws_ecs_cluster.c.id
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.ec2.name
    weight            = 1
  }
}

resource "aws_eks_cluster" "k" {
  name     = "k"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config { subnet_ids = local.subnets }
}

resource "aws_eks_fargate_profile" "f" {
  cluster_name           = aws_eks_cluster.k.name
  fargate_profile_name   = "f"
  pod_execution_role_arn = "arn:aws:iam::123456789012:role/pods"
  subnet_ids             = local.subnets
  selector { namespace = "default" }
}

resource "aws_eks_addon" "dns" {
  cluster_name = aws_eks_cluster.k.name
  addon_name   = "coredns"
}

resource "aws_db_instance" "db" { instance_class = "db.t3.micro" }

resource "aws_elastic_beanstalk_environment" "web" {
  name                = "web"
  application         = "web"
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Python 3.11"
  setting {
    namespace = "aws:autoscaling:asg"
    name      = "MinSize"
    value     = "2"
  }
  setting {
    namespace = "aws:ec2:vpc"
    name      = "Subnets"
    value     = join(",", local.subnets)
  }
  setting {
    namespace = "aws:elasticbeanstalk:application:environment"
    name      = "DB_HOST"
    value     = aws_db_instance.db.address
  }
}

resource "aws_apprunner_vpc_connector" "c" {
  vpc_connector_name = "c"
  security_groups    = []
  subnets            = local.subnets
}

resource "aws_apprunner_service" "s" {
  service_name = "s"
  network_configuration {
    egress_configuration {
      egress_type       = "VPC"
      vpc_connector_arn = aws_apprunner_vpc_connector.c.arn
    }
  }
  source_configuration {
    image_repository {
      image_identifier      = "public.ecr.aws/app:1"
      image_repository_type = "ECR_PUBLIC"
      image_configuration { runtime_environment_variables = { DB = aws_db_instance.db.address } }
    }
  }
}

resource "aws_batch_compute_environment" "e" {
  name = "e"
  type = "MANAGED"
  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 4
    security_group_ids = []
    subnets            = local.subnets
  }
}

resource "aws_batch_job_queue" "q" {
  name     = "q"
  priority = 1
  state    = "ENABLED"
  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.e.arn
  }
}

resource "aws_batch_job_definition" "j" {
  name                 = "j"
  type                 = "container"
  container_properties = jsonencode({ environment = [{ name = "DB", value = aws_db_instance.db.address }] })
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_batch_job_queue.q.arn
  batch_target {
    job_definition = aws_batch_job_definition.j.arn
    job_name       = "j"
  }
}

resource "aws_emr_cluster" "e" {
  name          = "e"
  release_label = "emr-7.0.0"
  service_role  = "arn:aws:iam::123456789012:role/emr"
  ec2_attributes {
    instance_profile = "emr"
    subnet_id        = aws_subnet.a.id
  }
}

resource "aws_lb_target_group" "t" { name = "t" }

resource "aws_launch_template" "t" {
  name      = "t"
  user_data = base64encode("DB=${aws_db_instance.db.address}")
}

resource "aws_spot_fleet_request" "f" {
  iam_fleet_role    = "arn:aws:iam::123456789012:role/fleet"
  target_capacity   = 2
  target_group_arns = [aws_lb_target_group.t.arn]
  launch_template_config {
    launch_template_specification {
      id      = aws_launch_template.t.id
      version = "1"
    }
    overrides { subnet_id = aws_subnet.a.id }
    overrides { subnet_id = aws_subnet.b.id }
  }
}
