# The role that faultline-live assumes in an account. It can describe and list, and nothing else.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

locals {
  # faultline-live snapshot aws --print-policy, cut into policies that IAM takes
  # (6,144 characters each).
  statements = jsondecode(file("${path.module}/policy.json")).Statement
  parts      = chunklist(local.statements[0].Action, 120)
  # What is granted on some resources only.
  narrow = slice(local.statements, 1, length(local.statements))
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = var.trusted_principals
    }

    dynamic "condition" {
      for_each = var.external_id == null ? [] : [var.external_id]

      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "read" {
  count = length(local.parts)

  statement {
    sid       = "FaultlineRead${count.index}"
    actions   = local.parts[count.index]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = count.index == 0 ? local.narrow : []

    content {
      actions   = statement.value.Action
      resources = [statement.value.Resource]
    }
  }
}

resource "aws_iam_role" "read" {
  name                 = var.name
  description          = "Read by faultline-live; describes and lists only"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 21600
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_policy" "read" {
  count = length(local.parts)

  name   = "${var.name}-${count.index}"
  policy = data.aws_iam_policy_document.read[count.index].json
  tags   = var.tags
}

resource "aws_iam_role_policy_attachment" "read" {
  count = length(local.parts)

  role       = aws_iam_role.read.name
  policy_arn = aws_iam_policy.read[count.index].arn
}
