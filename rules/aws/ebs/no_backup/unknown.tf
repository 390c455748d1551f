variable "tags" { type = map(string) }

resource "aws_ebs_volume" "data" { # undetermined aws-ebs-no-backup
  availability_zone = "eu-west-1a"
  size              = 500
}

resource "aws_dlm_lifecycle_policy" "daily" {
  description        = "daily"
  execution_role_arn = "arn:aws:iam::111122223333:role/dlm"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = var.tags
    schedule {
      name = "daily"
      create_rule { interval = 24 }
      retain_rule { count = 14 }
    }
  }
}
