package snapshots

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/drift"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/snapshot"
	"github.com/faultline-dev/faultline/rules"
)

// TestNoFalseDrift deploys every template of the rules' fixtures as it is written, with
// the tags that CloudFormation sets, and compares it with itself: nothing is weaker, and
// no rule fails only live. Most of it is joined and compared.
func TestNoFalseDrift(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "rules", "*", "*", "*", "*.cfn.yaml"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	joined, compared, all := 0, 0, 0
	for _, file := range files {
		account := accountOf(1)
		resources, logical := deploy(t, file, account)
		for i, r := range resources {
			tag(r, logical[i])
		}
		code := judgeTemplate(t, set, file, account)
		live := judgeLive(t, set, resources, account)
		d := drift.Compare(code, live, drift.Options{Looked: func(string, string, string) bool { return true }})
		joined, compared = joined+len(d.Pairs), compared+d.Compared
		for _, r := range code.Graph.Resources() {
			if !r.Data && r.NativeType != "" {
				all++
			}
		}
		for _, x := range d.Differences {
			t.Errorf("%s: %s %s: %v in the code, %v live: %s", file, x.Code.ID, x.Path, x.InCode, x.Running, x.Direction)
		}
		for _, f := range d.Findings {
			t.Errorf("%s: only live: %s %s: %s", file, f.Rule.ID, f.Code.ID, f.Message)
		}
		for _, m := range d.Missing {
			t.Errorf("%s: %s does not run: %s", file, m.Resource.ID, m.Why)
		}
	}
	t.Logf("%d of %d resources joined, %d values compared", joined, all, compared)
	if joined < all/2 || compared < 300 {
		t.Errorf("only %d of %d resources were joined, and %d values compared", joined, all, compared)
	}
}

// tag sets what CloudFormation sets. Its own logical ID is not in the resource any more.
func tag(r *snapshot.Resource, logical string) {
	tags, isList := r.Properties["Tags"].([]any)
	if _, given := r.Properties["Tags"]; given && !isList {
		return // a map, or unknown
	}
	r.Properties["Tags"] = append(tags, map[string]any{"Key": "aws:cloudformation:logical-id", "Value": logical})
}

func judgeTemplate(t *testing.T, set *analyzer.RuleSet, file, account string) *analyzer.Assessment {
	t.Helper()
	b, _, err := cloudformation.Parse(t.Context(), cloudformation.Options{
		FS: os.DirFS(filepath.Dir(file)), Files: []string{filepath.Base(file)}, Region: "eu-west-1", Account: account,
	})
	if err != nil {
		t.Fatal(err)
	}
	return judgeGraph(t, set, catalog.Complete(b))
}

func judgeLive(t *testing.T, set *analyzer.RuleSet, resources []*snapshot.Resource, account string) *analyzer.Assessment {
	t.Helper()
	var out bytes.Buffer
	w, err := snapshot.NewWriter(&out, &snapshot.Header{
		Provider: "aws", Tool: "test", Created: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC), Partition: "aws",
		Accounts: []snapshot.Account{{ID: account}}, Regions: []string{"eu-west-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range resources {
		if err := w.Write(snapshot.Record{Resource: r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, _, err := snapshot.Parse(t.Context(), &out, snapshot.Options{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return judgeGraph(t, set, catalog.Complete(b))
}

func judgeGraph(t *testing.T, set *analyzer.RuleSet, g *graph.Graph) *analyzer.Assessment {
	t.Helper()
	a, err := set.Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
