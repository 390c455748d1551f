package failure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
)

// design is a small architecture of which every zone is known.
type design struct {
	zones    []int // of the group's subnets
	running  int
	gateways int // 0: no way out, 1: one for all, 3: one in each zone
	standby  bool
	dbZones  []int
	members  []int // zone of each Aurora member; none: no cluster
}

func randomDesign(r *rand.Rand) design {
	some := func(least int) []int {
		zones := r.Perm(3)[:least+r.IntN(4-least)]
		slices.Sort(zones)
		return zones
	}
	d := design{zones: some(1), running: 1 + r.IntN(4), gateways: []int{0, 1, 3}[r.IntN(3)], standby: r.IntN(2) == 0}
	if d.dbZones = r.Perm(3)[:1]; d.standby {
		d.dbZones = r.Perm(3)[:2]
	}
	if d.running < len(d.zones) { // with fewer copies than zones, nothing says where they are
		d.zones = d.zones[:1]
	}
	for range r.IntN(4) {
		d.members = append(d.members, r.IntN(3))
	}
	return d
}

func (d *design) terraform() string {
	var b strings.Builder
	list := func(zones []int) string {
		var names []string
		for _, z := range zones {
			names = append(names, fmt.Sprintf("aws_subnet.private[%d].id", z))
		}
		return "[" + strings.Join(names, ", ") + "]"
	}
	fmt.Fprintf(&b, `
resource "aws_lb" "main" {
  name    = "main"
  subnets = aws_subnet.public[*].id
}
resource "aws_lb_listener" "main" {
  load_balancer_arn = aws_lb.main.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }
}
resource "aws_lb_target_group" "main" { vpc_id = aws_vpc.main.id }
resource "aws_autoscaling_group" "main" {
  min_size            = %d
  max_size            = 9
  vpc_zone_identifier = %s
  target_group_arns   = [aws_lb_target_group.main.arn]
  launch_template { id = aws_launch_template.main.id }
}
resource "aws_db_subnet_group" "main" { subnet_ids = %s }
resource "aws_db_instance" "main" {
  engine               = "postgres"
  multi_az             = %t
  db_subnet_group_name = aws_db_subnet_group.main.name
}
`, d.running, list(d.zones), list(d.dbZones), d.standby)
	data := "${aws_db_instance.main.address}"
	if len(d.members) > 0 {
		data += "${aws_rds_cluster.main.endpoint}"
		b.WriteString("resource \"aws_rds_cluster\" \"main\" { engine = \"aurora-mysql\" }\n")
	}
	for i, z := range d.members {
		fmt.Fprintf(&b, `
resource "aws_rds_cluster_instance" "m%d" {
  cluster_identifier = aws_rds_cluster.main.id
  availability_zone  = local.zones[%d]
}
`, i, z)
	}
	fmt.Fprintf(&b, "resource \"aws_launch_template\" \"main\" { user_data = base64encode(\"%s\") }\n", data)
	for g := range d.gateways {
		fmt.Fprintf(&b, `
resource "aws_nat_gateway" "g%d" { subnet_id = aws_subnet.public[%d].id }
resource "aws_route_table" "t%d" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.g%d.id
  }
}
`, g, g, g, g)
	}
	for z := range 3 {
		if d.gateways > 0 {
			fmt.Fprintf(&b, `
resource "aws_route_table_association" "a%d" {
  subnet_id      = aws_subnet.private[%d].id
  route_table_id = aws_route_table.t%d.id
}
`, z, z, z%d.gateways)
		}
	}
	return b.String()
}

func (d *design) model(tb testing.TB) *failure.Model {
	tb.Helper()
	archive := &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(d.terraform())}}}
	return failure.New(parse(tb, archive), failure.Options{})
}

// cuts are the certain cut sets of the only service, as sorted lines.
func cuts(tb testing.TB, m *failure.Model) []string {
	tb.Helper()
	for _, lines := range found(tb, m) {
		return slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "?") })
	}
	return nil
}

// TestBruteForce holds the cut sets of random architectures against every set of up to
// three losses, simulated one by one.
func TestBruteForce(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		d := randomDesign(r)
		m := d.model(t)
		if diff := cmp.Diff(bruteForce(m), cuts(t, m)); diff != "" {
			t.Fatalf("%+v (-simulated +cut sets):\n%s", d, diff)
		}
	}
}

// bruteForce simulates all sets of up to three losses and keeps the minimal ones that
// take the service down.
func bruteForce(m *failure.Model) []string {
	var events []failure.Event
	for _, kind := range []failure.Kind{failure.Region, failure.Zone, failure.Instance} {
		events = append(events, m.Losses(kind)...)
	}
	var minimal [][]failure.Event
	covered := func(set []failure.Event) bool {
		return slices.ContainsFunc(minimal, func(have []failure.Event) bool {
			return !slices.ContainsFunc(have, func(e failure.Event) bool { return !slices.Contains(set, e) })
		})
	}
	var try func(set []failure.Event, from, size int)
	try = func(set []failure.Event, from, size int) {
		if size == 0 {
			if !covered(set) && m.Simulate(set).Services[0].State == failure.Down {
				minimal = append(minimal, slices.Clone(set))
			}
			return
		}
		for i := from; i < len(events); i++ {
			try(append(slices.Clip(set), events[i]), i+1, size-1)
		}
	}
	for size := 1; size <= 3; size++ {
		try(nil, 0, size)
	}
	lines := []string{}
	for _, set := range minimal {
		lines = append(lines, line(&failure.CutSet{Events: set}))
	}
	slices.Sort(lines)
	return lines
}

// TestMoreIsNeverWorse adds a copy in a further zone: every cut set that is left contains
// one that was there before, so that none is new.
func TestMoreIsNeverWorse(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	changed := 0
	for range 60 {
		weak := randomDesign(r)
		strong := weak
		switch r.IntN(3) {
		case 0:
			if weak.standby {
				continue
			}
			strong.standby = true
			strong.dbZones = []int{weak.dbZones[0], (weak.dbZones[0] + 1) % 3}
		case 1:
			if len(weak.members) == 0 {
				continue
			}
			strong.members = append(slices.Clip(weak.members), r.IntN(3))
		default:
			if len(weak.zones) == 3 {
				continue
			}
			strong.zones, strong.running = []int{0, 1, 2}, max(3, weak.running)
		}
		changed++
		before, after := cuts(t, weak.model(t)), cuts(t, strong.model(t))
		for _, set := range after {
			events := strings.Split(set, " + ")
			if !slices.ContainsFunc(before, func(old string) bool {
				return !slices.ContainsFunc(strings.Split(old, " + "), func(e string) bool { return !slices.Contains(events, e) })
			}) && !strings.Contains(set, "aws_rds_cluster_instance") {
				t.Errorf("%+v became %+v, and %s is new", weak, strong, set)
			}
		}
	}
	if changed < 20 {
		t.Errorf("only %d designs were changed", changed)
	}
}

// TestGatewayPerZone splits one gateway into one for each zone: the gateway is a single
// point of failure no more, and nothing becomes one.
func TestGatewayPerZone(t *testing.T) {
	t.Parallel()
	d := design{zones: []int{0, 1, 2}, running: 3, gateways: 1, standby: true, dbZones: []int{0, 1}}
	single := func(d design) []string {
		return slices.DeleteFunc(cuts(t, d.model(t)), func(l string) bool { return strings.Contains(l, "+") })
	}
	want := []string{"region:eu-west-1", "resource:aws_nat_gateway.g0", "zone:eu-west-1a"}
	if diff := cmp.Diff(want, single(d)); diff != "" {
		t.Errorf("one gateway (-want +got):\n%s", diff)
	}
	d.gateways = 3
	if diff := cmp.Diff(want[:1], single(d)); diff != "" {
		t.Errorf("three gateways (-want +got):\n%s", diff)
	}
}
