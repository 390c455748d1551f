package analyzer

import (
	"fmt"
	"os"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// TestManyOpenEdges counts the steps that are taken for one resource: they must not
// depend on how many open edges there are, each of which every resource may mean.
func TestManyOpenEdges(t *testing.T) {
	t.Parallel()
	few, many := stepsOfOne(t, 10), stepsOfOne(t, 10_000)
	if few != many {
		t.Errorf("%d steps with 10 open edges, %d with 10,000", few, many)
	}
}

func stepsOfOne(t *testing.T, open int) int {
	t.Helper()
	all, err := Load(os.DirFS("../rules"))
	if err != nil {
		t.Fatal(err)
	}
	rule := all.Rule("aws-rds-no-alarm")
	c, err := all.compile([]*Rule{rule}, false)
	if err != nil {
		t.Fatal(err)
	}
	b := &graph.Builder{}
	b.Add(&graph.Resource{ID: "db", Type: "aws_db_instance", Group: "prod"}, nil)
	for i := range open {
		id := fmt.Sprint("alarm", i)
		b.Add(&graph.Resource{ID: id, Type: "aws_cloudwatch_metric_alarm", Group: "dev"}, nil)
		b.Open = append(b.Open, graph.OpenEdge{Holder: id, Kind: graph.WatchedBy, Via: "dimensions", Needs: []string{"var.db"}})
	}
	g := b.Freeze()
	w := newWorker(newRun(c, g, nil, &Options{}))
	m := w.machine(0)
	steps, verdicts := 0, ast.NewSet()
	for _, p := range c.programs[rule] {
		m.begin(w.terms.resource(g.Resource("db")))
		if !p.judge(m, verdicts) {
			t.Fatalf("with %d open edges the program gives up", open)
		}
		steps += effort - m.left
	}
	if verdicts.Len() != 1 {
		t.Errorf("got %v", verdicts)
	}
	return steps
}

// TestOpenEdgesOfGroups holds that groups share what they can.
func TestOpenEdgesOfGroups(t *testing.T) {
	t.Parallel()
	b := &graph.Builder{}
	b.Add(&graph.Resource{ID: "alarm", Type: "alarm", Group: "a"}, nil)
	b.Open = []graph.OpenEdge{
		{Holder: "alarm", Kind: graph.WatchedBy, Via: "any", Needs: []string{"var.x"}},
		{Holder: "alarm", Kind: graph.WatchedBy, Via: "own", Needs: []string{"module.x"}},
	}
	g := b.Freeze()
	openIn := newOpens(newConversion(g, nil)).openIn
	in := func(group string) *ast.Term {
		list, err := openIn([]*ast.Term{ast.StringTerm("watched_by"), ast.StringTerm("db"), ast.StringTerm(group)})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	length := func(list *ast.Term) int {
		array, ok := list.Value.(*ast.Array)
		if !ok {
			t.Fatalf("%v is no array", list)
		}
		return array.Len()
	}
	ofA, ofB := in("a"), in("b")
	if ofA != in("a") || ofB != in("c") || length(ofA) != 2 || length(ofB) != 1 {
		t.Errorf("a: %v, b: %v, c: %v", ofA, ofB, in("c"))
	}
}
