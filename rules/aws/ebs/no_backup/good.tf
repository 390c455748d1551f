
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 500
  tags              = { Snapshot = "daily" }
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

resource "aws_ebs_volume" "swap" {
  availability_zone = "eu-west-1a"
  size              = 16
}
