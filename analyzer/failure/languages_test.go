package failure_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestLanguages holds that an architecture has the same cut sets in Terraform and in
// CloudFormation, up to the names of its resources, and that the resilient one of each
// pair has fewer single points of failure, where the weak one's weakness is one.
func TestLanguages(t *testing.T) {
	t.Parallel()
	// What is weak there is data without a second copy: no loss of a zone shows it.
	managed := []string{"data-lake", "event-pipeline"}
	folders, err := filepath.Glob("../../testdata/parity/*/weak")
	if err != nil || len(folders) < 8 {
		t.Fatalf("%d architectures: %v", len(folders), err)
	}
	for _, weak := range folders {
		name := filepath.Base(filepath.Dir(weak))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			single := map[string]int{}
			for _, variant := range []string{"weak", "resilient"} {
				dir := filepath.Join(filepath.Dir(weak), variant)
				sets := signatures(t, fromTerraform(t, filepath.Join(dir, "terraform")))
				if diff := cmp.Diff(sets, signatures(t, fromTemplates(t, filepath.Join(dir, "cloudformation")))); diff != "" {
					t.Errorf("%s (-terraform +cloudformation):\n%s", variant, diff)
				}
				for _, s := range sets {
					if !strings.Contains(s, "+") {
						single[variant]++
					}
				}
			}
			if !slices.Contains(managed, name) && single["resilient"] >= single["weak"] {
				t.Errorf("single points of failure: %d in the resilient, %d in the weak variant", single["resilient"], single["weak"])
			}
		})
	}
}

func fromTerraform(t *testing.T, dir string) *graph.Graph {
	t.Helper()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: os.DirFS(dir), Name: "root", Dirs: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Complete(b)
}

func fromTemplates(t *testing.T, dir string) *graph.Graph {
	t.Helper()
	o := cloudformation.Options{FS: os.DirFS(dir), Dirs: []string{"."}, Region: "eu-west-1", Account: "123456789012"}
	templates, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range templates { // one that is named after a region is deployed there
		name := filepath.Base(file)
		if region := strings.TrimSuffix(name, ".yaml"); strings.Count(region, "-") == 2 {
			o.Stacks = append(o.Stacks, cloudformation.Stack{Template: name, Name: region, Region: region})
		}
	}
	b, _, err := cloudformation.Parse(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Complete(b)
}

// signatures are the cut sets of all services, with the types of components instead of
// their addresses.
func signatures(t *testing.T, g *graph.Graph) []string {
	t.Helper()
	sets, err := failure.New(g, failure.Options{}).CutSets(t.Context(), nil, 3)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range sets {
		for i := range c.Certain {
			words := make([]string, len(c.Certain[i].Events))
			for j, e := range c.Certain[i].Events {
				id := strings.TrimPrefix(e.ID, "?")
				if r := g.Resource(id); r != nil {
					e.ID = r.Type
				}
				words[j] = e.String()
			}
			slices.Sort(words)
			all = append(all, strings.Join(words, " + "))
		}
	}
	slices.Sort(all)
	return all
}
