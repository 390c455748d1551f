package terraform_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestLocate follows values to the line that decides them. Steps are written from
// the attribute outwards; the deciding one is marked by an asterisk.
func TestLocate(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"main.tf": {Data: []byte(`variable "prod" { default = false }
locals {
  ha = var.prod
}
module "orders" {
  source = "./db"
  high_availability = local.ha
}
module "carts" {
  source = "./db"
}
module "many" {
  source   = "./db"
  for_each = { a = true, b = false }
  high_availability = each.value
}
module "fetched" {
  source = "example/db/aws"
}
resource "aws_db_instance" "plain" {
  engine = "postgres"
}
resource "aws_security_group" "sg" {
  dynamic "ingress" {
    for_each = var.prod ? [1] : [2]
    content {
      from_port = ingress.value
    }
  }
}
resource "aws_sqs_queue" "counted" {
  count = var.prod ? 2 : 1
}
`)},
		"db/main.tf": {Data: []byte(`variable "high_availability" {
  default = false
}
module "inner" {
  source = "./instance"
  ha     = var.high_availability ? true : false
}
`)},
		"db/instance/main.tf": {Data: []byte(`variable "ha" {}
variable "ignored" { default = 1 }
resource "aws_db_instance" "this" {
  multi_az = var.ha && true
}
`)},
		".terraform/modules/modules.json":    {Data: []byte(`{"Modules":[{"Key":"fetched","Dir":".terraform/modules/fetched"}]}`)},
		".terraform/modules/fetched/main.tf": {Data: []byte("resource \"aws_db_instance\" \"this\" {\n  multi_az = false\n}\n")},
	}
	b := parse(t, files, terraform.Options{})
	g := b.Freeze()
	for _, c := range []struct{ id, path, want string }{
		{
			"module.orders.module.inner.aws_db_instance.this", "multi_az",
			"db/instance/main.tf:4 db/main.tf:6 main.tf:7 main.tf:3 main.tf:1* calls db/main.tf:4 main.tf:5",
		},
		{
			"module.carts.module.inner.aws_db_instance.this", "multi_az",
			"db/instance/main.tf:4 db/main.tf:6 db/main.tf:2 main.tf:9* calls db/main.tf:4 main.tf:9",
		},
		{
			`module.many["b"].module.inner.aws_db_instance.this`, "multi_az",
			"db/instance/main.tf:4 db/main.tf:6 main.tf:15 main.tf:14* calls db/main.tf:4 main.tf:12",
		},
		{"aws_db_instance.plain", "engine", "main.tf:21* calls"},
		{"aws_db_instance.plain", "multi_az", "main.tf:20* calls"},
		{"aws_security_group.sg", "ingress[0].from_port", "main.tf:27 main.tf:25 main.tf:1* calls"},
		{"aws_db_instance.plain", "count", "main.tf:20* calls"},
		{"aws_sqs_queue.counted[0]", "count", "main.tf:32 main.tf:1* calls"},
		{"aws_security_group.sg", "ingress[0].to_port", "main.tf:24* calls"},
		{
			"module.fetched.aws_db_instance.this", "multi_az",
			".terraform/modules/fetched/main.tf:2 main.tf:17* calls main.tf:17",
		},
	} {
		if diff := cmp.Diff(c.want, trace(g.Locate(c.id, graph.Path(c.path)))); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", c.id, c.path, diff)
		}
	}
}

func trace(t graph.Trace) string {
	var out []string
	for i, s := range t.Steps {
		star := ""
		if i == t.Decides {
			star = "*"
		}
		out = append(out, fmt.Sprintf("%s:%d%s", s.Location.File, s.Location.Line, star))
	}
	out = append(out, "calls")
	for _, c := range t.Calls {
		out = append(out, fmt.Sprintf("%s:%d", c.File, c.Line))
	}
	return strings.Join(out, " ")
}
