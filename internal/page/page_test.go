package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/page"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// input parses the source and gives each database a finding.
func input(tb testing.TB) page.Input {
	tb.Helper()
	fsys := fstest.MapFS{"main.tf": {Data: []byte(source)}}
	b, _, err := terraform.Parse(tb.Context(), terraform.Options{FS: fsys, Name: "test", Dirs: []string{"."}})
	if err != nil {
		tb.Fatal(err)
	}
	g := catalog.Complete(b)
	a := &analyzer.Assessment{Graph: g, Diagnostics: b.Diagnostics}
	rule := &analyzer.Rule{ID: "aws-rds-single-az", Title: "RDS instance runs in one zone", Severity: analyzer.High}
	for _, r := range g.ByType("aws_db_instance") {
		a.Findings = append(a.Findings, &analyzer.Finding{
			Rule: rule, Verdict: analyzer.Fail, Severity: analyzer.High, Resource: r, Message: "Losing its zone takes </script> down.",
		}, &analyzer.Finding{
			Rule: rule, Verdict: analyzer.Fail, Severity: analyzer.Low, Resource: r, Message: "accepted",
			Suppressions: []analyzer.Suppression{{Reason: "known"}},
		})
	}
	return page.Input{Model: failure.New(g, failure.Options{}), Assessment: a, Target: "live/prod"}
}

func written(tb testing.TB, in page.Input) string {
	tb.Helper()
	var buf bytes.Buffer
	if err := page.Write(tb.Context(), &buf, in); err != nil {
		tb.Fatal(err)
	}
	return buf.String()
}

// element returns the text of the page's n-th element of a name.
func element(tb testing.TB, html, open, end string) string {
	tb.Helper()
	_, after, found := strings.Cut(html, open)
	text, _, closed := strings.Cut(after, end)
	if !found || !closed {
		tb.Fatalf("the page has no %s", open)
	}
	return text
}

type data struct {
	Regions    []dataRegion   `json:"regions"`
	Nodes      []dataNode     `json:"nodes"`
	Resources  []dataResource `json:"resources"`
	Findings   []dataFinding  `json:"findings"`
	Suppressed int            `json:"suppressed"`
	Events     []dataEvent    `json:"events"`
	Services   []dataEvent    `json:"services"`
	Losses     []dataLoss     `json:"losses"`
}

type dataRegion struct {
	Name  string    `json:"name"`
	Boxes []dataBox `json:"boxes"`
}

type dataBox struct {
	Name  string     `json:"name"`
	Zones []dataZone `json:"zones"`
	Nodes []int      `json:"nodes"`
}

type dataZone struct {
	Name  string `json:"name"`
	Event int    `json:"event"`
}

type dataNode struct {
	Name      string `json:"name"`
	Type      string `json:"type"`
	Zones     []int  `json:"zones"`
	Maybe     bool   `json:"maybe"`
	Resources []int  `json:"resources"`
}

type dataResource struct {
	ID       string      `json:"id"`
	Findings []int       `json:"findings"`
	Values   [][2]string `json:"values"`
}

type dataFinding struct {
	Message string `json:"message"`
}

// dataEvent is an event or a service.
type dataEvent struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

type dataLoss struct {
	Services []struct {
		Service int `json:"service"`
		State   int `json:"state"`
	} `json:"services"`
	Hits [][3]int `json:"hits"`
}

func parse(tb testing.TB, html string) data {
	tb.Helper()
	var d data
	if err := json.Unmarshal([]byte(element(tb, html, `<script type="application/json" id="data">`, "</script>")), &d); err != nil {
		tb.Fatal(err)
	}
	return d
}

const source = `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  availability_zone = "eu-west-1${["a", "b", "c"][count.index]}"
}
resource "aws_lb" "web" {
  subnets = aws_subnet.s[*].id
}
resource "aws_lb_target_group" "web" {
  vpc_id = aws_vpc.main.id
}
resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_instance" "web" {
  count         = 2
  ami           = "ami-1"
  subnet_id     = aws_subnet.s[0].id
  user_data     = aws_db_instance.orders.address
}
resource "aws_lb_target_group_attachment" "web" {
  count            = 2
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web[count.index].id
}
resource "aws_db_subnet_group" "db" {
  subnet_ids = aws_subnet.s[*].id
}
resource "aws_db_instance" "orders" {
  identifier           = "</script><script>alert(1)</script>"
  engine               = "postgres\u2028"
  instance_class       = "postgres://admin:hunter2@db"
  password             = "hunter2"
  db_subnet_group_name = aws_db_subnet_group.db.name
}
resource "aws_sqs_queue" "jobs" {
  count = 4
}
resource "aws_route53_zone" "z" {
  name = "example.com"
}
`

// TestWrite reads the page back: it is the same each time, holds nothing that ends an
// element, no secret, and a policy that allows its own script and nothing else.
func TestWrite(t *testing.T) {
	t.Parallel()
	html := written(t, input(t))
	if again := written(t, input(t)); again != html {
		t.Error("the same input gives another page")
	}
	if n := strings.Count(html, "</script>"); n != 2 {
		t.Errorf("%d script elements end, want the data and the script", n)
	}
	for _, bad := range []string{"hunter2", "\u2028", "alert(1)</script>"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if urls := regexp.MustCompile(`(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^"' ]*|url\([^)#]*\)|@import|src=|href=`).FindAllString(html, -1); len(urls) > 1 {
		t.Errorf("the page mentions addresses: %q", urls) // one is the namespace of SVG
	}
	sum := sha256.Sum256([]byte(element(t, html, "<script>", "</script>")))
	policy := element(t, html, `http-equiv="Content-Security-Policy" content="`, `"`)
	if hash := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"; !strings.Contains(policy, hash) || !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy %q must forbid all but %s", policy, hash)
	}
}

// TestScriptsSetNoMarkup keeps texts of the document from becoming markup.
func TestScriptsSetNoMarkup(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("assets")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d assets: %v", len(files), err)
	}
	for _, f := range files {
		src, err := os.ReadFile("assets/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "XMLHttpRequest", "localStorage", "</script"} {
			if bytes.Contains(src, []byte(bad)) {
				t.Errorf("%s uses %s", f.Name(), bad)
			}
		}
	}
}

// TestPlaces holds where things are drawn.
func TestPlaces(t *testing.T) {
	t.Parallel()
	d := parse(t, written(t, input(t)))
	got := map[string]string{}
	for _, r := range d.Regions {
		for _, b := range r.Boxes {
			for _, n := range b.Nodes {
				node := d.Nodes[n]
				where := r.Name + " / " + b.Name + " /"
				for _, z := range node.Zones {
					where += " " + b.Zones[z].Name
				}
				if node.Maybe {
					where += " ?"
				}
				if len(node.Resources) > 1 {
					where += " ×" + string(rune('0'+len(node.Resources)))
				}
				got[node.Type+"."+node.Name+strings.Repeat("'", strings.Count(strings.Join(keys(got), " ")+" ", node.Type+"."+node.Name+" "))] = where
			}
		}
	}
	want := map[string]string{
		"aws_lb.web":              "eu-west-1 /  / eu-west-1a eu-west-1b eu-west-1c",
		"aws_lb_target_group.web": "eu-west-1 /  / eu-west-1a eu-west-1b eu-west-1c",
		"aws_instance.web":        "eu-west-1 /  / eu-west-1a ×2",
		"aws_db_instance.orders":  "eu-west-1 /  / eu-west-1a eu-west-1b eu-west-1c ?",
		"aws_sqs_queue.jobs":      "eu-west-1 / not in a network / ×4",
		"aws_route53_zone.z":      "global services /  /",
	}
	for name, where := range want {
		if got[name] != where {
			t.Errorf("%s is drawn at %q, want %q", name, got[name], where)
		}
	}
	if d.Regions[0].Name != "global services" {
		t.Errorf("the first group is %q, want what is global", d.Regions[0].Name)
	}
}

func keys(m map[string]string) []string {
	var list []string
	for k := range m {
		list = append(list, k)
	}
	return list
}

// TestLosses holds the embedded losses against what the model says of each.
func TestLosses(t *testing.T) {
	t.Parallel()
	in := input(t)
	d := parse(t, written(t, in))
	if len(d.Events) == 0 || len(d.Losses) != len(d.Events) {
		t.Fatalf("%d losses of %d events", len(d.Losses), len(d.Events))
	}
	codes := []failure.State{failure.Up, failure.Degraded, failure.Open, failure.Down}
	for i, e := range d.Events {
		want := map[string]failure.State{}
		for _, o := range in.Model.Simulate([]failure.Event{{Kind: failure.Kind(e.Kind), ID: e.ID}}).Services {
			if o.State != failure.Up {
				want[o.Service.ID] = o.State
			}
		}
		got := map[string]failure.State{}
		for _, o := range d.Losses[i].Services {
			got[d.Services[o.Service].ID] = codes[o.State]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:%s (-simulated +embedded):\n%s", e.Kind, e.ID, diff)
		}
	}
	zone := slices.IndexFunc(d.Events, func(e dataEvent) bool { return e.ID == "eu-west-1a" })
	if d.Regions[1].Boxes[0].Zones[0].Event != zone {
		t.Errorf("the column of eu-west-1a stands for event %d, want %d", d.Regions[1].Boxes[0].Zones[0].Event, zone)
	}
	down := map[string]bool{}
	for _, h := range d.Losses[zone].Hits {
		if codes[h[1]] == failure.Down {
			down[d.Resources[h[0]].ID] = true
		}
	}
	for _, id := range []string{"aws_instance.web[0]", "aws_instance.web[1]", "aws_lb_target_group.web"} {
		if !down[id] {
			t.Errorf("%s is not down with its zone: %v", id, down)
		}
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	d := parse(t, written(t, input(t)))
	if len(d.Findings) != 1 || d.Findings[0].Message != "Losing its zone takes </script> down." || d.Suppressed != 1 {
		t.Errorf("findings %v and %d suppressed, want the one that counts", d.Findings, d.Suppressed)
	}
	for _, r := range d.Resources {
		if (len(r.Findings) == 1) != (r.ID == "aws_db_instance.orders") {
			t.Errorf("%s has the findings %v", r.ID, r.Findings)
		}
		if r.ID == "aws_db_instance.orders" && !slices.Contains(r.Values, [2]string{"multi_az", "false"}) {
			t.Errorf("the values %v lack the default that decides", r.Values)
		}
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	g := (&graph.Builder{}).Freeze()
	html := written(t, page.Input{Model: failure.New(g, failure.Options{}), Assessment: &analyzer.Assessment{Graph: g}})
	if d := parse(t, html); len(d.Nodes) != 0 {
		t.Errorf("%d nodes of nothing", len(d.Nodes))
	}
}

// TestNames has what cards are called.
func TestNames(t *testing.T) {
	t.Parallel()
	b := &graph.Builder{}
	for id, source := range map[string]graph.Source{
		"module.orders_db[\"eu\"].aws_db_instance.this": graph.Terraform,
		"aws_db_instance.main":                          graph.Terraform,
		"module.x.aws_db_instance.replica[2]":           graph.Terraform,
		"shop/Database":                                 graph.CloudFormation,
	} {
		b.Add(&graph.Resource{ID: id, Type: "aws_db_instance", NativeType: "aws_db_instance", Source: source, Scope: graph.Scope{Region: "eu-west-1"}}, nil)
	}
	g := b.Freeze()
	d := parse(t, written(t, page.Input{Model: failure.New(g, failure.Options{}), Assessment: &analyzer.Assessment{Graph: g}}))
	got := map[string]string{}
	for _, n := range d.Nodes {
		got[d.Resources[n.Resources[0]].ID] = n.Name
	}
	want := map[string]string{
		"module.orders_db[\"eu\"].aws_db_instance.this": "orders_db[\"eu\"]",
		"aws_db_instance.main":                          "RDS DB instance",
		"module.x.aws_db_instance.replica[2]":           "x.replica",
		"shop/Database":                                 "Database",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}
