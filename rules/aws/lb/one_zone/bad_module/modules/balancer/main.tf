variable "subnets" {
  type = map(list(string))
}

resource "aws_lb" "this" {
  for_each = var.subnets

  name               = each.key
  load_balancer_type = "network"
  subnets            = each.value
}
