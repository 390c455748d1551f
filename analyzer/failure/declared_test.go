package failure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
)

// TestDeclared: what a user declares of a service decides what it needs. A cache is soft
// unless it is declared hard, and a database that is declared soft is in no cut set.
func TestDeclared(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/aurora.txtar")
	if err != nil {
		t.Fatal(err)
	}
	g := parse(t, archive)
	const members = "aws_rds_cluster*"
	for name, test := range map[string]struct {
		declared failure.Declared
		want     []string
	}{
		"hard cache": {
			failure.Declared{Hard: []string{"aws_elasticache_cluster.main"}, Soft: []string{members}},
			[]string{"region:eu-west-1", "resource:aws_elasticache_cluster.main", "zone:eu-west-1a"},
		},
		"soft database": {failure.Declared{Soft: []string{members}}, []string{"region:eu-west-1"}},
	} {
		test.declared.Name, test.declared.Entry = "shop", []string{"aws_lambda_function.*"}
		m := failure.New(g, failure.Options{Services: []failure.Declared{test.declared}})
		if diff := cmp.Diff(test.want, found(t, m)["shop"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
