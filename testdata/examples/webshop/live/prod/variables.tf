variable "release" {
  type        = string
  description = "Image tag to run; the pipeline sets it."
  default     = "stable"
}

variable "session_cache_nodes" {
  type        = number
  description = "Nodes of the session cache; the pipeline sets it."
}
