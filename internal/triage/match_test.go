package triage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

func TestAddressPattern(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, address string
		want             bool
	}{
		{"aws_db_instance.a", "aws_db_instance.a", true},
		{"aws_db_instance.a", "aws_db_instance.ab", false},
		{"aws_db_instance.a", "aws_db_instance.a[0]", true},
		{"aws_db_instance.a[0]", "aws_db_instance.a[01]", false},
		{"aws_db_instance", "aws_db_instance.a", true},
		{"module.db", `module.db["eu"].aws_db_instance.this[0]`, true},
		{"module.db", "module.dbs.aws_db_instance.this", false},
		{`module.db["*"].aws_db_instance.this`, `module.db["eu"].aws_db_instance.this[0]`, true},
		{"module.*.aws_db_instance", "module.a.module.b.aws_db_instance.this", true},
		{"*.this", "module.a.aws_db_instance.this", true},
		{"db", "module.db", false},
		{"*", "anything", true},
		{"a.b", "axb", false},
	} {
		if got := addressPattern(test.pattern).MatchString(test.address); got != test.want {
			t.Errorf("%s matches %s: %t", test.pattern, test.address, got)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, file string
		want          bool
	}{
		{"live/prod", "live/prod", true},
		{"live/prod", "live/prod/main.tf", true},
		{"live/prod", "live/production/main.tf", false},
		{"live/*", "live/prod/main.tf", true},
		{"live/**", "live", true},
		{"**/dev", "a/dev/b/main.tf", true},
		{"**/dev", "a/devel/main.tf", false},
		{"**/main.tf", "live/main.tf", true},
		{"**", "main.tf", true},
		{".", "live/main.tf", true},
		{"live/{a,b}", "live/b", true},
	} {
		p := &pattern{Word: config.Word{Text: test.pattern}, kind: aboutPath}
		if got := p.path(test.file); got != test.want {
			t.Errorf("%s matches %s: %t", test.pattern, test.file, got)
		}
	}
}

// TestNest compares what is found by nesting with a look at every suppression, over
// random pieces of syntax.
func TestNest(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := &nest{}
		var all []*comment
		var grow func(from, to, depth int)
		grow = func(from, to, depth int) {
			for at := from; at < to; {
				end := min(at+random.IntN(20), to)
				c := &comment{covers: graph.Location{Line: at, Column: 1, EndLine: end, EndColumn: 9}}
				c.suppression.Expired = random.IntN(3) == 0
				c.suppression.Location.Line = len(all)
				if random.IntN(3) > 0 {
					all = append(all, c)
					n.add(c)
				}
				if depth < 4 && end > at+1 {
					grow(at+1, end-1, depth+1)
				}
				at = end + 1
			}
		}
		grow(1, 60, 0)
		n.link()
		for line := range 62 {
			at := graph.Location{Line: line, Column: 3}
			var want []string
			for _, c := range all {
				if c.repeats == nil && c.covers.Line <= line && line <= c.covers.EndLine {
					want = append(want, fmt.Sprint(c.suppression.Location.Line))
				}
			}
			var got []string
			for _, c := range n.around(at) {
				got = append(got, fmt.Sprint(c.suppression.Location.Line))
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("line %d (-want +got):\n%s", line, diff)
			}
		}
	}
}

// TestIdentity holds that a resource is the same whether its root is scanned alone or
// with others.
func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ id, group, want string }{
		{"aws_vpc.a", "live", "live/aws_vpc.a"},
		{"live/aws_vpc.a", "live", "live/aws_vpc.a"},
		{"aws_vpc.a", ".", "./aws_vpc.a"},
		{"./aws_vpc.a", ".", "./aws_vpc.a"},
		{"arn:aws:rds:x", "", "arn:aws:rds:x"},
	} {
		if got := analyzer.Identity(&graph.Resource{ID: test.id, Group: test.group}); got != test.want {
			t.Errorf("%s of %q: %s, want %s", test.id, test.group, got, test.want)
		}
	}
}
