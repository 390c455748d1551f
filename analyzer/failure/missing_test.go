package failure_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestMissingModule: what stands behind a balancer may be in a module that is not on
// disk. The cut sets that are known stay, and the service says what they lack.
func TestMissingModule(t *testing.T) {
	t.Parallel()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{Name: "test", Dirs: []string{"."}, FS: fstest.MapFS{"main.tf": {Data: []byte(`
provider "aws" { region = "eu-west-1" }
resource "aws_lb" "web" { name = "web" }
module "targets" {
  source = "example.com/not/here"
  lb     = aws_lb.web.arn
}
`)}}})
	if err != nil {
		t.Fatal(err)
	}
	m := failure.New(catalog.Complete(b), failure.Options{})
	sets, err := m.CutSets(t.Context(), nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) != 1 || len(sets[0].Certain) != 1 || sets[0].Certain[0].Events[0].String() != "region:eu-west-1" {
		t.Fatalf("cut sets: %+v", sets)
	}
	if !slices.ContainsFunc(sets[0].Notes, func(d failure.Doubt) bool { return slices.Contains(d.Needs, "module.targets") }) {
		t.Errorf("nothing says that module.targets is missing: %+v", sets[0].Notes)
	}
	day := 86400.0
	kept, err := m.Assess(t.Context(), nil, []failure.Policy{{Targets: map[catalog.Loss]failure.Target{catalog.LoseRegion: {RTO: &day}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range kept[0].Scopes {
		if s.Lose == catalog.LoseRegion && (s.Met != nil || s.Reason == "") {
			t.Errorf("the target is met for certain, although a module is missing: %+v", s)
		}
	}
}
