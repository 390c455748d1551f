package failure_test

import (
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
)

// TestAssessUnknownZones holds that a group of which nothing says in which zones it is
// is not said to survive the loss of one, and that a database whose standby the provider
// puts elsewhere is.
func TestAssessUnknownZones(t *testing.T) {
	t.Parallel()
	m := failure.New(parse(t, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(`
variable "subnets" { type = list(string) }
resource "aws_autoscaling_group" "main" {
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = var.subnets
}
resource "aws_db_instance" "main" {
  engine   = "postgres"
  multi_az = true
}
`)}}}), failure.Options{})
	all, err := m.Assess(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"aws_autoscaling_group.main": "- unknown",
		"aws_db_instance.main":       "120 failover to the standby",
	}
	for _, a := range all {
		for i := range a.Scopes {
			scope := &a.Scopes[i]
			if scope.Lose != catalog.LoseZone {
				continue
			}
			if got := seconds(scope.RTO) + " " + scope.Mechanism; got != want[a.Service.ID] {
				t.Errorf("%s: loss of a zone: %s, want %s", a.Service.ID, got, want[a.Service.ID])
			}
			delete(want, a.Service.ID)
		}
	}
	if len(want) > 0 {
		t.Errorf("no services: %v", want)
	}
}
