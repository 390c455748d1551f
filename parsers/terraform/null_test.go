package terraform_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// TestNull holds that an argument that is null has the provider's default, as in a plan,
// where it is asked for as well; and that one that is not written stays absent.
func TestNull(t *testing.T) {
	t.Parallel()
	b := parse(t, fstest.MapFS{"main.tf": {Data: []byte(`
variable "path" { default = null }
variable "unknown" { type = string }
resource "aws_iam_role" "a" {
  assume_role_policy   = "{}"
  path                 = var.path
  max_session_duration = null
  description          = null
}
resource "aws_iam_role" "b" {
  assume_role_policy = "{}"
  path               = var.unknown
}
resource "aws_instance" "c" {
  ami           = aws_iam_role.a.path
  instance_type = "t3.micro"
  metadata_options {
    http_protocol_ipv6 = null
    http_tokens        = "required"
  }
}
data "aws_iam_role" "d" {
  name = null
}
`)}}, terraform.Options{})
	got := map[string]map[string]any{}
	for _, r := range b.Resources {
		got[r.ID] = r.Attributes
		if r.ID == "aws_iam_role.b" {
			want := []graph.Unknown{{Path: "path", Needs: []string{"var.unknown"}}}
			if diff := cmp.Diff(want, r.Unknown); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
		}
	}
	want := map[string]map[string]any{
		"aws_iam_role.a": {"assume_role_policy": "{}", "path": "/", "max_session_duration": 3600.0},
		"aws_iam_role.b": {"assume_role_policy": "{}", "path": nil},
		"aws_instance.c": {
			"ami": "/", "instance_type": "t3.micro",
			"metadata_options": []any{map[string]any{"http_protocol_ipv6": "disabled", "http_tokens": "required"}},
		},
		"data.aws_iam_role.d": {},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
}

// TestNullAgreesWithCatalog holds that null and absent mean the same to a rule: what the
// catalog knows of a type has the same default there, whatever else is written. Kinds
// may differ: the provider has some truths as text.
func TestNullAgreesWithCatalog(t *testing.T) {
	t.Parallel()
	for _, typ := range catalog.Types() {
		known, _ := catalog.Lookup(typ)
		defaults := provider.DefaultsOf(typ)
		for _, a := range known.Attributes {
			agree(t, typ+"."+a.Name, &a, defaults[a.Name])
			for _, inner := range a.Attributes {
				agree(t, typ+"."+a.Name+"."+inner.Name, &inner, defaults.Block(a.Name)[inner.Name])
			}
		}
	}
}

func agree(t *testing.T, at string, a *catalog.Attribute, ours any) {
	t.Helper()
	if _, block := ours.(map[string]any); ours == nil || block {
		return
	}
	for _, d := range a.Defaults {
		if (d.Source == "" || d.Source == graph.Terraform) && len(d.When) == 0 && fmt.Sprint(d.Value) == fmt.Sprint(ours) {
			return
		}
	}
	t.Errorf("%s: null gives %v, and the catalog has the defaults %+v for an absent one", at, ours, a.Defaults)
}
