output "role_arn" {
  description = "ARN of the role, for faultline-live snapshot aws --role-arn."
  value       = aws_iam_role.read.arn
}

output "role_name" {
  description = "Name of the role, for faultline-live snapshot aws --organization --role-name."
  value       = aws_iam_role.read.name
}
