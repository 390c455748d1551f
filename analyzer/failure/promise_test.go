package failure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
)

// TestPromise: the SLA of two zones counts only for what runs in two.
func TestPromise(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]map[string]float64{
		"balanced_group": {"aws_lb.main": 0.9999, "aws_autoscaling_group.main": 0.9999, "aws_db_instance.main": 0.9995},
		"single_group":   {"aws_autoscaling_group.one": 0.995},
		"aurora": {
			"aws_lambda_function.api": 0.9995, "aws_rds_cluster.main": 0.9999, "aws_elasticache_cluster.main": 0.995,
		},
	} {
		archive, err := txtar.ParseFile("testdata/" + file + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		services, err := failure.New(parse(t, archive), failure.Options{}).Assess(t.Context(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		for _, p := range services[0].Composed.Parts {
			got[p.Resource] = p.Availability
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}
