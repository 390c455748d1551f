package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const webshop = "../../../testdata/examples/webshop"

func TestPictures(t *testing.T) {
	file := write(t, webshop)
	for _, o := range []options{{width: 1280, height: 800}, {width: 800, height: 600}, {width: 1280, height: 800, dark: true}, {width: 800, height: 600, dark: true}} {
		name := fmt.Sprintf("webshop-%d-%v", o.width, o.dark)
		t.Run(name, func(t *testing.T) {
			s := open(t, file, o)
			if n := eval[int](s, `document.querySelectorAll("#map .node").length`); n < 20 {
				t.Errorf("%d nodes are drawn, want the whole example", n)
			}
			if wide := eval[bool](s, `document.documentElement.scrollWidth > innerWidth`); wide {
				t.Error("the page is wider than the window")
			}
			s.shot(name)
			s.click(".zonename", "eu-west-1a")
			s.shot(name + "-lost")
		})
	}
}

func TestLose(t *testing.T) {
	s := open(t, write(t, webshop), options{})
	s.click(".zonename", "eu-west-1a")
	s.want("#body", "2 services down", "shop.example.com", "admin.example.com", "module.network.aws_nat_gateway.this[0]", "it is in eu-west-1a alone")
	if got := eval[string](s, `document.querySelector(".node[data-state=down] .state").textContent`); got != "down" {
		t.Errorf("a node that is down says %q, want it said without colour", got)
	}
	s.click(".zonename", "eu-west-1b")
	s.want("#body", "eu-west-1b")
	if strings.Contains(s.text("#body .chips"), "eu-west-1a") {
		t.Error("a second click on a zone adds up without being told to")
	}
	// Two zones together: what no single one takes.
	eval[bool](s, `document.getElementById("together").checked = true`)
	s.click(".zonename", "eu-west-1c")
	s.want("#body .chips", "eu-west-1b", "eu-west-1c")
	s.click("#body .do", "Bring everything back")
	if n := eval[int](s, `document.querySelectorAll(".node[data-state=down]").length`); n != 0 {
		t.Errorf("%d nodes are down with nothing lost", n)
	}
	s.click(".head .lose", "Lose region")
	s.want("#body", "3 services down")
	s.shot("webshop-region-lost")
}

func TestServices(t *testing.T) {
	s := open(t, write(t, webshop), options{})
	s.click("#body .service", "shop.example.com")
	s.want("#body", "Single points of failure", "orders_db", "eu-west-1a")
	s.shot("webshop-service")
	s.click("#body .set", "orders_db (")
	s.want("#body .proof", "module.orders_db.aws_db_instance.this")
	if n := eval[int](s, `document.querySelectorAll(".wire.lit").length`); n == 0 {
		t.Error("the way to what takes the service down is not highlighted")
	}
	s.shot("webshop-cutset")
	s.click("#body .proof .do", "Lose it")
	s.want("#body", "services down")
}

func TestSearch(t *testing.T) {
	s := open(t, write(t, webshop), options{})
	s.find("orders_db")
	s.want("#hits", "orders_db")
	s.shot("webshop-search")
	s.do(chromedp.KeyEvent(kb.Enter))
	s.want("#body", "module.orders_db.aws_db_instance.this", "modules/database/main.tf:", "multi_az", "false", "aws-rds-single-az", "shop.example.com", "Lose this component")
	if text := s.text("#body"); strings.Contains(text, "password") {
		t.Errorf("a secret's attribute is shown:\n%s", text)
	}
	s.shot("webshop-node")
	if got := eval[string](s, `document.activeElement.querySelector(".short").textContent`); got != "orders_db" {
		t.Errorf("the keyboard is at %q after the search, want at what it found", got)
	}
	s.do(chromedp.KeyEvent(kb.Escape))
	if n := eval[int](s, `document.querySelectorAll(".node.selected").length`); n != 0 {
		t.Error("Escape leaves something selected")
	}
	// What is in a closed group is found as well, and shown.
	s.click("#tools button", "Collapse")
	s.find("orders_db")
	s.do(chromedp.KeyEvent(kb.Enter))
	if got := eval[string](s, `document.querySelector(".node.selected .short").textContent`); got != "orders_db" {
		t.Errorf("%q is selected, want orders_db", got)
	}
}

func TestFold(t *testing.T) {
	s := open(t, write(t, webshop), options{})
	where := `document.querySelector("#map > .region:last-of-type > .head").getBoundingClientRect().top`
	before, nodes := eval[float64](s, where), eval[int](s, `document.querySelectorAll(".node").length`)
	s.click(".region > .head .fold", "eu-west-1")
	if after := eval[float64](s, where); after != before {
		t.Errorf("what was clicked moved from %v to %v", before, after)
	}
	if n := eval[int](s, `document.querySelectorAll(".node").length`); n >= nodes {
		t.Errorf("%d nodes of %d are drawn after folding the region", n, nodes)
	}
	s.shot("webshop-folded")
	s.click(".region > .head .fold", "eu-west-1")
	if n := eval[int](s, `document.querySelectorAll(".node").length`); n != nodes {
		t.Errorf("%d nodes are drawn after opening again, want %d", n, nodes)
	}
	wires := `document.querySelectorAll(".wire:not(.sample *)").length`
	all := eval[int](s, wires)
	s.click("#kindlist label", "routes to")
	if n := eval[int](s, wires); n >= all {
		t.Errorf("%d relations of %d are drawn without routes", n, all)
	}
	s.click("#tools button", "Expand")
	s.shot("webshop-expanded")
}

// TestHostile has names that would break out of a script, an attribute or a line.
func TestHostile(t *testing.T) {
	dir := t.TempDir()
	source := `
provider "aws" {
  region = "eu-west-1"
}
resource "aws_sqs_queue" "q" {
  for_each = toset(["</script><img src=x onerror=document.title='pwned'>", "\"><svg onload=document.title='pwned'>", "a\u2028b", "<!--", "${"$"}{x}"])
  name     = each.value
}
resource "aws_db_instance" "d" {
  identifier = "</script><script>document.title='pwned'</script>"
  password   = "hunter2-is-secret"
  username   = "admin"
  instance_class = "db.t3.micro"
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	file := write(t, dir)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "hunter2") {
		t.Error("the page holds a password")
	}
	s := open(t, file, options{})
	s.click(".node", "q")
	s.want("#body", "5 instances", "onerror=")
	s.click(".node", "d")
	s.want("#body", "</script><script>")
	if title := eval[string](s, "document.title"); strings.Contains(title, "pwned") {
		t.Error("a name was run as a script")
	}
	if n := eval[int](s, `document.images.length + document.scripts.length`); n != 2 {
		t.Errorf("%d scripts and images, want the page's own two scripts", n)
	}
}

// TestLarge opens a page of 2,000 resources.
func TestLarge(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(large(75)), 0o600); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	file := write(t, dir)
	written := time.Since(start)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, file, options{})
	resources := eval[int](s, `JSON.parse(document.getElementById("data").textContent).resources.length`)
	t.Logf("%d resources: written in %v, %d kB, opened in %v", resources, written, info.Size()/1000, s.opened)
	if resources < 2000 {
		t.Errorf("only %d resources", resources)
	}
	if s.opened > 5*time.Second {
		t.Errorf("it took %v to open", s.opened)
	}
	if n := eval[int](s, `document.querySelectorAll(".node").length`); n > 150 {
		t.Errorf("%d nodes are drawn at the start, want closed groups", n)
	}
	s.shot("large")
	if o := eval[bool](s, `document.documentElement.scrollWidth > innerWidth`); o {
		t.Error("the page is wider than the window")
	}
	s.click("#map .box .fold", "VPC n0")
	s.shot("large-network")
	for _, step := range []struct{ name, script string }{
		{"expand everything", `document.getElementById("open-all").click()`},
		{"lose a zone", `[...document.querySelectorAll(".zonename[data-event]")][0].click()`},
		{"search", `(() => { const e = document.getElementById("search"); e.value = "orders7"; e.dispatchEvent(new Event("input")); })()`},
	} {
		took := eval[float64](s, `(() => { const t = performance.now(); `+step.script+`; document.body.offsetHeight; return performance.now() - t; })()`)
		t.Logf("%s: %.0f ms", step.name, took)
		if took > 5000 {
			t.Errorf("to %s took %.0f ms", step.name, took)
		}
		s.shot("large-" + strings.ReplaceAll(step.name, " ", "-"))
	}
}

// large is a configuration of so many services, of about thirty resources each, in
// networks of ten.
func large(services int) string {
	var b strings.Builder
	b.WriteString("provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias  = \"us\"\n  region = \"us-east-1\"\n}\n")
	for i := range services {
		region, alias := "eu-west-1", ""
		if i >= services/2 {
			region, alias = "us-east-1", "provider = aws.us"
		}
		network := i / 10
		if i >= services/2 {
			network = 100 + i/10
		}
		if i%10 == 0 || i == services/2 {
			fmt.Fprintf(&b, networkSource, network, alias, region)
		}
		fmt.Fprintf(&b, serviceSource, i, network, alias)
	}
	return b.String()
}

const networkSource = `
resource "aws_vpc" "n%[1]d" {
  %[2]s
  cidr_block = "10.%[1]d.0.0/16"
}
resource "aws_subnet" "n%[1]d" {
  %[2]s
  count             = 3
  vpc_id            = aws_vpc.n%[1]d.id
  cidr_block        = cidrsubnet("10.0.0.0/8", 16, count.index)
  availability_zone = "%[3]s${["a", "b", "c"][count.index]}"
}
resource "aws_nat_gateway" "n%[1]d" {
  %[2]s
  subnet_id = aws_subnet.n%[1]d[0].id
}
`

const serviceSource = `
resource "aws_route53_record" "s%[1]d" {
  zone_id = "Z1"
  name    = "service%[1]d.example.com"
  type    = "A"
  alias {
    name                   = aws_lb.s%[1]d.dns_name
    zone_id                = aws_lb.s%[1]d.zone_id
    evaluate_target_health = true
  }
}
resource "aws_lb" "s%[1]d" {
  %[3]s
  name    = "lb-%[1]d"
  subnets = aws_subnet.n%[2]d[*].id
}
resource "aws_lb_target_group" "s%[1]d" {
  %[3]s
  name   = "tg-%[1]d"
  vpc_id = aws_vpc.n%[2]d.id
}
resource "aws_lb_listener" "s%[1]d" {
  %[3]s
  load_balancer_arn = aws_lb.s%[1]d.arn
  port              = 443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.s%[1]d.arn
  }
}
resource "aws_launch_template" "s%[1]d" {
  %[3]s
  name      = "lt-%[1]d"
  image_id  = "ami-1"
  user_data = base64encode("DB=${aws_db_instance.orders%[1]d.address} CACHE=${aws_elasticache_replication_group.s%[1]d.primary_endpoint_address} Q=${aws_sqs_queue.s%[1]d[0].url}")
}
resource "aws_autoscaling_group" "s%[1]d" {
  %[3]s
  name                = "asg-%[1]d"
  min_size            = 3
  max_size            = 9
  vpc_zone_identifier = aws_subnet.n%[2]d[*].id
  target_group_arns   = [aws_lb_target_group.s%[1]d.arn]
  launch_template {
    id = aws_launch_template.s%[1]d.id
  }
}
resource "aws_db_subnet_group" "s%[1]d" {
  %[3]s
  name       = "db-%[1]d"
  subnet_ids = aws_subnet.n%[2]d[*].id
}
resource "aws_db_instance" "orders%[1]d" {
  %[3]s
  identifier           = "orders-%[1]d"
  engine               = "postgres"
  instance_class       = "db.m6g.large"
  db_subnet_group_name = aws_db_subnet_group.s%[1]d.name
}
resource "aws_elasticache_subnet_group" "s%[1]d" {
  %[3]s
  name       = "cache-%[1]d"
  subnet_ids = aws_subnet.n%[2]d[*].id
}
resource "aws_elasticache_replication_group" "s%[1]d" {
  %[3]s
  replication_group_id       = "cache-%[1]d"
  description                = "cache"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.s%[1]d.name
}
resource "aws_sqs_queue" "s%[1]d" {
  %[3]s
  count = 6
  name  = "q-%[1]d-${count.index}"
}
resource "aws_s3_bucket" "s%[1]d" {
  %[3]s
  count  = 4
  bucket = "b-%[1]d-${count.index}"
}
resource "aws_cloudwatch_metric_alarm" "s%[1]d" {
  %[3]s
  count       = 8
  alarm_name  = "a-%[1]d-${count.index}"
  metric_name = "CPUUtilization"
  namespace   = "AWS/RDS"
  dimensions  = { DBInstanceIdentifier = aws_db_instance.orders%[1]d.identifier }
}
`

// TestTogether holds what the page works out of its cut sets, for zones that are lost
// together, against what simulate says.
func TestTogether(t *testing.T) {
	s := open(t, write(t, webshop), options{})
	eval[bool](s, `document.getElementById("together").checked = true`)
	zones := []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"}
	for _, lost := range [][]string{zones[:1], zones[:2], zones[1:], {zones[0], zones[2]}, zones} {
		for _, z := range lost {
			s.click(".zonename", z)
		}
		want := simulate(t, lost)
		got := eval[[]string](s, `[...document.querySelectorAll("#body .outcome.down > .label")].map((e) => e.textContent).sort()`)
		if !slices.Equal(got, want) {
			t.Errorf("with %v lost the page says %v are down, simulate %v", lost, got, want)
		}
		s.click("#body .do", "Bring everything back")
	}
}

// simulate lists the services that are down after zones are lost, sorted.
func simulate(t *testing.T, zones []string) []string {
	t.Helper()
	args := []string{"simulate", "--format", "json"}
	for _, z := range zones {
		args = append(args, "--lose", "zone:"+z)
	}
	out, err := exec.CommandContext(t.Context(), os.Getenv("FAULTLINE"), append(args, webshop)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Scenarios []struct{ Services []struct{ ID, State string } }
	}
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	var down []string
	for _, o := range d.Scenarios[0].Services {
		if o.State == "down" {
			down = append(down, o.ID)
		}
	}
	slices.Sort(down)
	return down
}
