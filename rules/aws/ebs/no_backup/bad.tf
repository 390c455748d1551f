
resource "aws_ebs_volume" "data" { # want aws-ebs-no-backup
  availability_zone = "eu-west-1a"
  size              = 500
  tags              = { Snapshot = "weekly" }
}

resource "aws_dlm_lifecycle_policy" "daily" {
  description        = "daily"
  execution_role_arn = "arn:aws:iam::111122223333:role/dlm"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Snapshot = "daily" }
    schedule {
      name = "daily"
      create_rule { interval = 24 }
      retain_rule { count = 14 }
    }
  }
}

resource "aws_ebs_volume" "more" { # want aws-ebs-no-backup
  for_each          = { orders = 100, bills = 200 }
  availability_zone = "eu-west-1a"
  size              = each.value
}
