package analyzer

import (
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/graph"
)

// TestKeyedDocuments holds that an object and sets which rules define member by member
// leave no resource to OPA, which would take as long for each as for the first.
func TestKeyedDocuments(t *testing.T) {
	t.Parallel()
	set, err := LoadDir(fstest.MapFS{"t/t/probe/probe.rego": {Data: []byte(`# METADATA
# title: Thing is broken
# description: It breaks.
# custom:
#   severity: low
#   theme: spof
#   types: [thing]
#   remediation:
#     terraform: Repair it.
package rules.t.t.probe

fail contains {"resource": r.id, "message": sprintf("%d in %s", [sizes[r.group], r.group])} if {
	some r in input.resources.thing
	sizes[r.group] > 1
}

sizes[group] := count(members) if some group, members in by_group

by_group[r.group] contains r.id if some r in input.resources.thing
`)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &graph.Builder{}
	for _, id := range []string{"a1", "a2", "b1"} {
		b.Add(&graph.Resource{ID: id, Type: "thing", Group: id[:1]}, nil)
	}
	c, err := set.compile(set.rules, false)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, left := newRun(c, b.Freeze(), nil, &Options{}).follow(1)
	if left[0].programs != nil || !c.whole[set.rules[0]] {
		t.Errorf("%d programs leave something to OPA", len(left[0].programs))
	}
	if len(outcomes[0].findings) != 2 || outcomes[0].findings[0].Message != "2 in a" {
		t.Errorf("%d findings", len(outcomes[0].findings))
	}
}
