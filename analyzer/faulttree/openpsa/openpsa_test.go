package openpsa_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/analyzer/faulttree/openpsa"
)

// twoTrains is down when both trains are, or the power is.
const twoTrains = `<?xml version="1.0"?>
<opsa-mef>
  <define-fault-tree name="plant">
    <label>two trains</label>
    <define-gate name="top"><label>all</label><or><gate name="trains"/><basic-event name="power"/><event name="switch"/></or></define-gate>
    <define-gate name="trains"><and><event name="one"/><gate name="two"/></and></define-gate>
    <define-gate name="one"><or><basic-event name="pump1"/><basic-event name="valve1"/></or></define-gate>
    <define-component name="second">
      <define-gate name="two"><atleast min="2"><basic-event name="pump2"/><or><event name="valve2"/><constant value="false"/></or><house-event name="maintenance"/></atleast></define-gate>
    </define-component>
    <define-house-event name="switch"><constant value="false"/></define-house-event>
  </define-fault-tree>
  <model-data>
    <define-house-event name="maintenance"><constant value="true"/></define-house-event>
    <define-basic-event name="power"><label>grid</label><float value="0.01"/></define-basic-event>
    <define-basic-event name="pump1"><exponential><float value="5"/><system-mission-time/></exponential></define-basic-event>
  </model-data>
</opsa-mef>
`

func names(t *testing.T, tree *faulttree.Tree, top faulttree.Node) []string {
	t.Helper()
	c, err := tree.CutSets(t.Context(), top, faulttree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, set := range c.Sets {
		var ids []string
		for _, n := range set {
			ids = append(ids, tree.ID(n))
		}
		all = append(all, strings.Join(ids, " "))
	}
	return all
}

func TestRead(t *testing.T) {
	t.Parallel()
	m, err := openpsa.Read(strings.NewReader(twoTrains))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"top"}, m.Tops); diff != "" || m.Name != "plant" {
		t.Error(m.Name, diff)
	}
	want := []string{"power", "pump1 pump2", "pump1 valve2", "valve1 pump2", "valve1 valve2"}
	if diff := cmp.Diff(want, names(t, m.Tree, m.Gates["top"])); diff != "" {
		t.Error(diff)
	}
	power, _ := m.Tree.Lookup("power")
	if diff := cmp.Diff(map[faulttree.Node]float64{power: 0.01}, m.Probability); diff != "" {
		t.Error(diff)
	}
}

func TestConnectives(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		`<not><and><basic-event name="a"/><basic-event name="b"/></and></not>`:   {""},
		`<xor><basic-event name="a"/><basic-event name="b"/></xor>`:              {"a", "b"},
		`<and><basic-event name="a"/><not><basic-event name="a"/></not></and>`:   nil,
		`<iff><basic-event name="a"/><constant value="true"/></iff>`:             {"a"},
		`<imply><constant value="true"/><basic-event name="a"/></imply>`:         {"a"},
		`<nor><basic-event name="a"/><not><basic-event name="b"/></not></nor>`:   {"b"},
		`<nand><basic-event name="a"/><not><basic-event name="b"/></not></nand>`: {""},
		`<basic-event name="a"/>`: {"a"},
		`<cardinality min="1" max="9223372036854775807"><event name="a"/></cardinality>`:                  {"a"},
		`<cardinality min="2" max="2"><event name="a"/><event name="b"/><event name="c"/></cardinality>`:  {"a b", "a c", "b c"},
		`<atleast min="2"><event name="a"/><event name="a"/><event name="b"/><event name="c"/></atleast>`: {"a", "b c"},
	}
	for formula, want := range tests {
		m, err := openpsa.Read(strings.NewReader(`<opsa-mef><define-fault-tree name="t"><define-gate name="top">` + formula + `</define-gate></define-fault-tree></opsa-mef>`))
		if err != nil {
			t.Errorf("%s: %v", formula, err)
			continue
		}
		if diff := cmp.Diff(want, names(t, m.Tree, m.Gates["top"])); diff != "" {
			t.Errorf("%s: %s", formula, diff)
		}
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	tree := func(gates string) string {
		return "<opsa-mef>\n<define-fault-tree name=\"t\">\n" + gates + "\n</define-fault-tree></opsa-mef>"
	}
	tests := map[string]string{
		"":                                       "line 1, column 1: this is no Open-PSA document: there is no <opsa-mef>",
		"<html/>":                                "line 1, column 8: this is no Open-PSA document: it starts with <html>, not <opsa-mef>",
		"<opsa-mef/>":                            "line 1, column 1: there is no gate",
		tree(`<define-gate name="g"/>`):          `line 3, column 24: gate "g" has no formula`,
		tree(`<define-gate><or/></define-gate>`): `line 3, column 14: a gate has no name`,
		tree(`<define-gate name="g"><or/></define-gate>`):                                                                            `line 3, column 28: <or> has 0 arguments`,
		tree(`<define-gate name="g"><or><gate name="h"/></or></define-gate>`):                                                        `line 3, column 43: gate "h" is used and not defined`,
		tree(`<define-gate name="g"><or><gate name="g"/></or></define-gate>`):                                                        `line 3, column 1: gate "g" depends on itself`,
		tree(`<define-gate name="g"><maybe/></define-gate>`):                                                                         `line 3, column 31: <maybe> is no element of a formula that is known here`,
		tree(`<define-gate name="g"><atleast min="x"/></define-gate>`):                                                               `line 3, column 41: <atleast> needs a whole number as min, not "x"`,
		tree(`<define-gate name="g"><or><event name="a"/></or><or/></define-gate>`):                                                  `line 3, column 54: gate "g" has two formulas`,
		tree("<define-gate name=\"g\"><event name=\"a\"/></define-gate>\n<define-gate name=\"g\"><event name=\"a\"/></define-gate>"): `line 4, column 23: gate "g" is defined twice, first in line 3`,
		tree(`<define-gate name="g"><house-event name="h"/></define-gate>`):                                                          `line 3, column 46: house event "h" has no constant value`,
		"<opsa-mef><define-gate name=\"g\">":                                                                                         "line 1, column 33: unexpected EOF",
		tree(`<define-basic-event name="e"><float value="2"/></define-basic-event>`):                                                 `line 3, column 48: the probability of basic event "e" is "2", not a number between 0 and 1`,
	}
	for document, want := range tests {
		_, err := openpsa.Read(strings.NewReader(document))
		var located *openpsa.Error
		if !errors.As(err, &located) || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", document, err, want)
		}
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	tree := faulttree.New()
	zone := tree.Event("zone:eu-west-1a")
	db, web := tree.Event("db"), tree.Gate()
	tree.Define(web, tree.Or(db, tree.AtLeast(2, zone, tree.Event("web1"), tree.Event("web2"), tree.Not(db))))
	var first, second bytes.Buffer
	p := func(faulttree.Node) float64 { return 0.25 }
	if err := openpsa.Write(&first, "shop <a&b>", tree, web, p); err != nil {
		t.Fatal(err)
	}
	m, err := openpsa.Read(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatalf("%v\n%s", err, first.String())
	}
	want := []string{"db", "event_1", "web1", "web2"}
	if diff := cmp.Diff(want, names(t, m.Tree, m.Gates["top"])); diff != "" {
		t.Error(diff, first.String())
	}
	if err := openpsa.Write(&second, "shop <a&b>", tree, web, p); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same tree was written in two ways", err)
	}
	for _, text := range []string{"<label>zone:eu-west-1a</label>", "<label>shop &lt;a&amp;b&gt;</label>", `<float value="0.25"/>`} {
		if !strings.Contains(first.String(), text) {
			t.Errorf("%s is missing in\n%s", text, first.String())
		}
	}

	loop := tree.Gate()
	tree.Define(loop, tree.Or(db, tree.And(loop, zone)))
	if err := openpsa.Write(&second, "", tree, loop, nil); !errors.Is(err, openpsa.ErrCycle) {
		t.Errorf("a cycle was written: %v", err)
	}
}

// FuzzRead reads anything, and what it could read it writes and reads again: the
// failures of the top gate stay the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(twoTrains))
	f.Add([]byte(`<opsa-mef><define-fault-tree name="t"><define-gate name="g"><xor><event name="a"/><not><event name="b"/></not></xor></define-gate></define-fault-tree></opsa-mef>`))
	f.Add([]byte(`<opsa-mef><define-fault-tree name="t"><define-gate name="g"><cardinality min="1" max="2"><event name="a"/><event name="b"/><event name="c"/></cardinality></define-gate></define-fault-tree></opsa-mef>`))
	f.Fuzz(func(t *testing.T, document []byte) {
		m, err := openpsa.Read(bytes.NewReader(document))
		if err != nil || len(m.Tops) == 0 {
			return
		}
		top := m.Gates[m.Tops[0]]
		var out bytes.Buffer
		if err := openpsa.Write(&out, m.Name, m.Tree, top, nil); err != nil {
			t.Fatal(err)
		}
		again, err := openpsa.Read(&out)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		o := faulttree.Options{Order: 2, Limit: 100, Nodes: 10_000}
		want, err := m.Tree.CutSets(t.Context(), top, o)
		if err != nil {
			t.Fatal(err)
		}
		got, err := again.Tree.CutSets(t.Context(), again.Gates["top"], o)
		if err != nil || got.Found == want.Found && got.Total != want.Total {
			t.Fatalf("%d cut sets became %d (%v)", want.Total, got.Total, err)
		}
	})
}
