variable "name" {
  description = "Name of the role, which --role-name or --role-arn of faultline-live names."
  type        = string
  default     = "faultline-read"
}

variable "trusted_principals" {
  description = "ARNs of the principals that may assume the role: the role of the task, of the instance, or of the people that run faultline-live."
  type        = list(string)

  validation {
    condition     = length(var.trusted_principals) > 0 && !contains(var.trusted_principals, "*")
    error_message = "Name the principals; * would let everyone in."
  }
}

variable "external_id" {
  description = "External ID that --external-id must give; null for none."
  type        = string
  default     = null
}

variable "permissions_boundary" {
  description = "ARN of the permissions boundary of the role; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the role and its policies."
  type        = map(string)
  default     = {}
}
