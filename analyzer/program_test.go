package analyzer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/rules"
)

// TestProgramsAgreeWithOPA compares what programs and OPA make of rules that use the
// language in every way, also wrongly.
func TestProgramsAgreeWithOPA(t *testing.T) {
	t.Parallel()
	const judge = `fail contains {"resource": r.id, "message": message(r)} if {
	some r in input.resources.thing
	CONDITION
}

`
	tests := map[string]string{
		"attribute":               "r.attributes.n > 1",
		"attribute that is false": "r.attributes.off",
		"negated attribute":       "not r.attributes.off",
		"null":                    "r.attributes.null == null",
		"enumeration":             "r.attributes.blocks[_].size == 2",
		"function in not":         "not two(r)",
		"index is used":           "some i, b in r.attributes.blocks\n\ti > 0\n\tb.size > 1",
		"keys of an object":       "some k, v in r.attributes.map\n\tk != v",
		"object in a set":         `{"size": 2} in {b | some b in r.attributes.blocks}`,
		"every":                   "every b in r.attributes.blocks { b.size > 0 }",
		"every of nothing":        "every b in [] { b.size > 0 }",
		"every of no collection":  "every b in r.attributes.n { b > 0 }",
		"every with keys":         "every i, b in r.attributes.blocks { b.size > i }",
		"comprehensions":          "count([b | some b in r.attributes.blocks; b.size > 1]) == count({b.size | some b in r.attributes.blocks})",
		"object comprehension":    "{b.size: true | some b in r.attributes.blocks}[2]",
		"conflict in an object":   "count({r.type: b | some b in r.attributes.blocks}) > 0",
		"order of sets":           `concat(",", {b.name | some b in r.attributes.blocks}) == "x,y"`,
		"array pattern":           "[a, _] = r.attributes.pair\n\ta == 1",
		"object pattern":          `{"size": s, "name": "y"} = r.attributes.blocks[_]` + "\n\ts == 2",
		"with":                    "nothing with input.params.least as false",
		"error of a function":     `to_number(r.id) == 1`,
		"error in not":            `not to_number(r.id) == 1`,
		"division by zero":        "r.attributes.n / 0 == 1",
		"function":                "double(r.attributes.n) == 4",
		"function that is false":  "no(r)",
		"function by value":       `named("even", r.attributes.n)`,
		"function with else":      `size(r) == "large"`,
		"function with default":   `kind(r) == "other"`,
		"complete rule":           "r.attributes.n > limit",
		"else of a rule":          `mode == "b"`,
		"default of a rule":       `level == "low"`,
		"set":                     "r.id in chosen",
		"set by reference":        "chosen[r.id]",
		"set of all":              "count(chosen) > 1",
		"partial object":          "count(by_group[r.group]) > 1",
		"object by key":           "sizes[r.id] > 1",
		"another resource":        "some other in input.resources.thing\n\tother.id != r.id\n\tother.group == r.group",
		"parameter":               "r.attributes.n > input.params.least",
		"relation":                `count(graph.targets(r.id, "placed_in")) > 0`,
		"relation of a relation":  `some s in graph.targets(r.id, "placed_in")` + "\n\t" + `count(graph.sources(s.id, "placed_in")) > 1`,
		"wrong relation":          `kinds := ["nonsense"]` + "\n\tsome k in kinds\n\tcount(graph.targets(r.id, k)) == 0",
		"library":                 `absent.certain(r, "watched_by")`,
		"walk":                    "walk(r.attributes, [_, 2])",
		"number and string":       `r.attributes.n == "2"`,
		"number without a rest":   "r.attributes.n == 2.0",
		"undefined in a result":   `x := {"a": r.attributes.none}` + "\n\tx.a == 1",
		"member of an array":      "2 in r.attributes.pair",
		"nested comprehension":    "[x | some b in r.attributes.blocks; x := [b.size | b.size > 1]] == [[], [2]]",
		"a long search":           "count([1 | some i in numbers.range(1, 3000); i > r.attributes.n]) > 2900",
		"the same twice":          `r.id == "a"; r.group == "prod"; r.id == r.id`,
	}
	const helpers = `double(x) := x * 2

no(r) := false if r.id

named("even", x) if x % 2 == 0

two(r) if r.attributes.blocks[_].size == 2

size(r) := "large" if {
	r.attributes.n > 1
} else := "small" if {
	r.attributes.n == 1
} else := "none"

default kind(_) := "other"

kind(r) := "thing" if r.attributes.n == 2

limit := 1

mode := "a" if {
	false
} else := "b"

default level := "low"

level := "high" if limit > 1

chosen contains r.id if {
	some r in input.resources.thing
	r.attributes.n > 0
}

by_group[r.group] contains r.id if some r in input.resources.thing

sizes[r.id] := r.attributes.n if some r in input.resources.thing

nothing if not input.params.least

message(r) := sprintf("%s, %v", [r.id, r.attributes])
`
	for name, condition := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareEngines(t, strings.Replace(judge, "CONDITION", condition, 1)+helpers)
		})
	}
	for name, rule := range map[string]string{
		"a set of resources":       "fail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tsome r in big\n\tr.attributes.on\n}\n\nbig contains r if {\n\tsome r in input.resources.thing\n\tr.attributes.n > 1\n}\n\nbig contains r if {\n\tsome r in input.resources.other\n\tnot r.may_exist\n}\n",
		"an error in such a set":   "fail contains {\"resource\": r.id, \"message\": \"x\"} if some r in big\n\nbig contains r if {\n\tsome r in input.resources.thing\n\tto_number(r.group) > 1\n}\n\nbig contains r if some r in input.resources.other\n",
		"such a set in a negation": "fail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tsome r in input.resources.other\n\tnot r in big\n}\n\nbig contains r if some r in input.resources.thing\n",
		"resources by index":       "fail contains {\"resource\": r.id, \"message\": sprintf(\"%d\", [i])} if some i, r in input.resources.thing\n",
		"no resource first":        "fail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tlimit := 1\n\tsome r in input.resources.thing\n\tr.attributes.n > limit\n}\n",
		"several verdicts of one":  "fail contains {\"resource\": r.id, \"message\": b.name} if {\n\tsome r in input.resources.thing\n\tsome b in r.attributes.blocks\n}\n",
		"the same verdict twice":   "fail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tsome r in input.resources.thing\n\tr.attributes.on\n}\n\nfail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tsome r in input.resources.thing\n\tr.attributes.n == 2\n}\n",
		"unusable":                 "fail contains {\"resource\": r.id} if some r in input.resources.thing\n",
		"both verdicts":            "fail contains {\"resource\": r.id, \"message\": \"x\"} if {\n\tsome r in input.resources.thing\n\tattr.is_true(r, \"on\")\n}\n\nundetermined contains {\"resource\": r.id, \"path\": \"on\"} if {\n\tsome r in input.resources.thing\n\tattr.unknown(r, \"on\")\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareEngines(t, rule)
		})
	}
}

func compareEngines(t *testing.T, rule string) {
	t.Helper()
	want, got := bothEngines(t, rule)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(judged{})); diff != "" {
		t.Errorf("verdicts (-OPA +programs):\n%s", diff)
	}
}

// TestContradictingFunction shows the one difference: an error that ends OPA's
// evaluation leaves the verdicts of programs standing. It is reported all the same.
func TestContradictingFunction(t *testing.T) {
	t.Parallel()
	want, got := bothEngines(t, `fail contains {"resource": r.id, "message": "x"} if {
	some r in input.resources.thing
	twice(r) > 0
}

twice(r) := 1 if r.attributes.n > 0

twice(r) := 2 if r.attributes.n > 1
`)
	if len(want.verdicts) != 0 || len(got.verdicts) != 1 || got.verdicts[0].Resource != "a" {
		t.Errorf("OPA finds %v, programs find %v", want.verdicts, got.verdicts)
	}
	if diff := cmp.Diff(want.diagnostics, got.diagnostics); diff != "" || len(got.diagnostics) == 0 {
		t.Errorf("diagnostics (-OPA +programs):\n%s", diff)
	}
}

type judged struct {
	verdicts    []verdict
	diagnostics []graph.Diagnostic
}

// bothEngines runs a rule over some things, by OPA alone and by programs.
func bothEngines(t *testing.T, body string) (byOPA, byPrograms judged) {
	t.Helper()
	libraries, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	libraries = libraries.Select(func(*analyzer.Rule) bool { return false })
	head := strings.Replace(header, "[thing]", "[thing, other]", 1) + "#   params: {least: {default: 1, description: d}}\n"
	const used = `
import data.lib.absent
import data.lib.attr
import data.lib.graph

used(r) if {
	attr.is_set(r, "n")
	absent.certain(r, "watched_by")
	count(graph.of_type("thing")) > input.params.least
}

`
	set, err := analyzer.LoadDir(ruleFS("probe", head, used+body), libraries)
	if err != nil {
		t.Fatal(err)
	}
	thing := func(id string, n float64, change func(*graph.Resource)) *graph.Resource {
		r := &graph.Resource{ID: id, Type: "thing", Group: "prod", Attributes: map[string]any{
			"n": n, "on": n > 1, "off": false, "null": nil, "pair": []any{n, 2.0}, "map": map[string]any{"a": "a", "b": "c"},
			"blocks": []any{map[string]any{"size": n, "name": "y"}, map[string]any{"size": n + 1, "name": "x"}},
		}}
		if change != nil {
			change(r)
		}
		return r
	}
	g := frozen([]*graph.Resource{
		thing("a", 1, nil),
		thing("b", 2, nil),
		thing("c", 0, func(r *graph.Resource) {
			r.Group = "dev"
			r.Attributes["on"] = nil
			r.Unknown = []graph.Unknown{{Path: "on", Needs: []string{"var.on"}}}
		}),
		thing("d", 5, func(r *graph.Resource) { r.MayExist, r.Needs = true, []string{"var.d"} }),
		thing("e", 7, func(r *graph.Resource) { r.Attributes = nil }),
		{ID: "1", Type: "other", Group: "dev", Attributes: map[string]any{"on": true}},
		{ID: "2", Type: "other", Group: "2", Data: true},
	}, func(b *graph.Builder) {
		for _, from := range []string{"a", "b"} {
			b.Edges = append(b.Edges, graph.Edge{From: from, To: "1", Kind: graph.PlacedIn, Via: "n", Holder: from})
		}
	})
	run := func(onlyOPA bool) judged {
		a, err := set.Run(t.Context(), g, analyzer.Options{OnlyOPA: onlyOPA})
		if err != nil {
			t.Fatal(err)
		}
		return judged{verdicts(a), a.Diagnostics}
	}
	return run(true), run(false)
}
