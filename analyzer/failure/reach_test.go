package failure_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// TestReach holds what losses do to resources against what they do to services: a
// service with one entry is down exactly when its entry is, and one that is unknown has
// an entry that may be down.
func TestReach(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no architectures: %v", err)
	}
	compared := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := failure.New(parse(t, archive), failure.Options{})
		reach, scenarios := m.Reach(), m.Simulator()
		for _, e := range m.Events() {
			states := map[*graph.Resource]failure.State{}
			for _, h := range reach.Of([]failure.Event{e}) {
				if _, twice := states[h.Resource]; twice {
					t.Errorf("%s: %s is listed twice after %s", file, h.Resource.ID, e)
				}
				states[h.Resource] = h.State
			}
			s := scenarios.Of([]failure.Event{e})
			if diff := cmp.Diff(m.Simulate([]failure.Event{e}).Services[0].State, s.Services[0].State); diff != "" {
				t.Errorf("%s: a simulator that is used again answers otherwise (-new +used): %s", file, diff)
			}
			for _, o := range s.Services {
				if len(o.Service.Entry) != 1 {
					continue
				}
				compared++
				entry := states[o.Service.Entry[0]]
				if (o.State == failure.Down) != (entry == failure.Down) || o.State == failure.Open && entry != failure.Open {
					t.Errorf("%s: after %s the service %s is %s and its entry %q", filepath.Base(file), e, o.Service.ID, o.State, entry)
				}
			}
		}
	}
	if compared < 40 {
		t.Errorf("only %d states were compared", compared)
	}
}

func TestPlacement(t *testing.T) {
	t.Parallel()
	archive := txtar.Parse([]byte(`
-- main.tf --
resource "aws_instance" "zonal" {
  ami           = "ami-1"
  instance_type = "m6g.large"
  subnet_id     = aws_subnet.private[0].id
}
resource "aws_lb" "spread" {
  subnets = [aws_subnet.private[0].id, aws_subnet.private[1].id]
}
resource "aws_db_subnet_group" "d" {
  subnet_ids = [aws_subnet.private[0].id, aws_subnet.private[1].id]
}
resource "aws_db_instance" "one" {
  instance_class       = "db.m6g.large"
  engine               = "postgres"
  db_subnet_group_name = aws_db_subnet_group.d.name
}
resource "aws_sqs_queue" "regional" {}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.spread.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_lb_target_group" "t" {
  vpc_id = aws_vpc.main.id
}
resource "aws_lb_target_group_attachment" "t" {
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.zonal.id
}
`))
	g := parse(t, archive)
	m := failure.New(g, failure.Options{})
	a, b := g.Resource("aws_subnet.private[0]").Zones[0], g.Resource("aws_subnet.private[1]").Zones[0]
	for id, want := range map[string]failure.Placement{
		"aws_instance.zonal":     {Zones: []string{a}, Sure: true, Zonal: true},
		"aws_lb.spread":          {Zones: []string{a, b}, Sure: true, Zonal: true},
		"aws_db_instance.one":    {Zones: []string{a, b}, Zonal: true}, // in one of them
		"aws_sqs_queue.regional": {},
	} {
		got := m.Placement(g.Resource(id))
		if !got.Zonal {
			got.Sure = want.Sure // means nothing
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	for _, s := range m.Services() {
		if all := s.Resources(); s.ID == "aws_lb.spread" && !slices.Contains(all, g.Resource("aws_instance.zonal")) {
			t.Errorf("%s rests on %d resources, without its instance", s.ID, len(all))
		}
	}
}
