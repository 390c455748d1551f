package rules_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/ruletest"
	"github.com/faultline-dev/faultline/parsers/terraform"
	"github.com/faultline-dev/faultline/rules"
)

// TestProgramsAgreeWithOPA judges every fixture with the engine's programs and with OPA
// alone: the findings must be the same to the letter.
func TestProgramsAgreeWithOPA(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules() {
		only := set.Select(func(o *analyzer.Rule) bool { return o.ID == r.ID })
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			fixtures, err := ruletest.Fixtures(os.DirFS("."), "rules", r)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range fixtures {
				b, err := f.Parse(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				compareEngines(t, f.Name, only, catalog.Complete(b))
			}
		})
	}
	for _, name := range []string{"webshop", "webshop-azure", "resilient"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: os.DirFS("../testdata/examples/" + name)})
			if err != nil {
				t.Fatal(err)
			}
			compareEngines(t, name, set, catalog.Complete(b))
		})
	}
}

func compareEngines(t *testing.T, name string, set *analyzer.RuleSet, g *graph.Graph) {
	t.Helper()
	found := func(opts analyzer.Options) []analyzer.Finding {
		a, err := set.Run(t.Context(), g, opts)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range a.Diagnostics {
			t.Errorf("%s: %s: %s", name, d.Summary, d.Detail)
		}
		list := make([]analyzer.Finding, len(a.Findings))
		for i, f := range a.Findings {
			list[i] = *f
		}
		return list
	}
	same := cmp.Options{
		cmp.Comparer(func(a, b *graph.Resource) bool { return a == b }),
		cmp.Comparer(func(a, b *analyzer.Rule) bool { return a == b }),
	}
	if diff := cmp.Diff(found(analyzer.Options{OnlyOPA: true}), found(analyzer.Options{}), same); diff != "" {
		t.Errorf("%s: findings (-OPA +programs):\n%s", name, diff)
	}
}
