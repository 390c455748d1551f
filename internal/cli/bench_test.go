package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/internal/cli"
	"github.com/faultline-dev/faultline/parsers/terraform"
	"github.com/faultline-dev/faultline/rules"
)

// BenchmarkScan measures a whole run on generated configurations of growing size, and
// on the directory in $BENCH_DIR if that is set, against the floor: parsing every file
// once with hclsyntax. It reports the ratio (x_floor) and the cost of one resource.
func BenchmarkScan(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		dir := b.TempDir()
		resources := generate(b, dir, n)
		b.Run(fmt.Sprintf("resources=%d", resources), func(b *testing.B) { measure(b, dir, resources) })
	}
	if dir := os.Getenv("BENCH_DIR"); dir != "" {
		b.Run(filepath.Base(dir), func(b *testing.B) { measure(b, dir, 0) })
	}
}

func measure(b *testing.B, dir string, resources int) {
	b.Helper()
	// The floor is measured beside each run, so that a machine that slows down slows both.
	var floor, scan time.Duration
	for b.Loop() {
		start := time.Now()
		parseAll(b, dir)
		floor += time.Since(start)
		start = time.Now()
		env := &cli.Env{Stdout: io.Discard, Stderr: os.Stderr, Now: time.Now}
		code := cli.Main(b.Context(), []string{"scan", dir, "--format", "json", "--incomplete=warn", "--workers", "1"}, env)
		if code > cli.ExitFindings {
			b.Fatalf("exit code %d", code)
		}
		scan += time.Since(start)
	}
	b.ReportMetric(float64(scan)/float64(floor), "x_floor")
	if resources > 0 {
		b.ReportMetric(float64(scan.Microseconds())/float64(b.N)/float64(resources), "µs/resource")
	}
}

func parseAll(b *testing.B, dir string) {
	b.Helper()
	if err := parseOnly(dir); err != nil {
		b.Fatal(err)
	}
}

// parseOnly parses every file with hclsyntax.
func parseOnly(dir string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".tf") {
			return err
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if _, diags := hclsyntax.ParseConfig(src, p, hcl.InitialPos); diags.HasErrors() {
			return diags
		}
		return nil
	})
}

// generate writes about n resources as services of a dozen: balancer, group, database,
// cache and what belongs to them. It returns how many there are.
func generate(b *testing.B, dir string, n int) int {
	b.Helper()
	return write(b, dir, service, n)
}

// write writes copies of a service that make about n resources.
func write(b *testing.B, dir, service string, n int) int {
	b.Helper()
	const perFile = 50
	perService := strings.Count(service, "\nresource ") + 2 // three subnets
	services := n / perService
	var buf bytes.Buffer
	for i := range services {
		fmt.Fprintf(&buf, service, i)
		if i%perFile == perFile-1 || i == services-1 {
			name := filepath.Join(dir, fmt.Sprintf("services_%d.tf", i/perFile))
			if err := os.WriteFile(name, buf.Bytes(), 0o600); err != nil {
				b.Fatal(err)
			}
			buf.Reset()
		}
	}
	return services * perService
}

const service = `
resource "aws_subnet" "s%[1]d" {
  count             = 3
  vpc_id            = "vpc-1"
  cidr_block        = cidrsubnet("10.0.0.0/8", 16, count.index)
  availability_zone = "eu-west-1${["a", "b", "c"][count.index]}"
}
resource "aws_lb" "s%[1]d" {
  name    = "lb-%[1]d"
  subnets = aws_subnet.s%[1]d[*].id
}
resource "aws_lb_target_group" "s%[1]d" {
  name   = "tg-%[1]d"
  vpc_id = "vpc-1"
}
resource "aws_lb_listener" "s%[1]d" {
  load_balancer_arn = aws_lb.s%[1]d.arn
  port              = 443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.s%[1]d.arn
  }
}
resource "aws_autoscaling_group" "s%[1]d" {
  name                = "asg-%[1]d"
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = aws_subnet.s%[1]d[*].id
  target_group_arns   = [aws_lb_target_group.s%[1]d.arn]
}
resource "aws_db_subnet_group" "s%[1]d" {
  name       = "db-%[1]d"
  subnet_ids = aws_subnet.s%[1]d[*].id
}
resource "aws_db_instance" "s%[1]d" {
  identifier              = "db-%[1]d"
  engine                  = "postgres"
  multi_az                = %[1]d %% 2 == 0
  backup_retention_period = 7
  db_subnet_group_name    = aws_db_subnet_group.s%[1]d.name
}
resource "aws_elasticache_replication_group" "s%[1]d" {
  replication_group_id = "cache-%[1]d"
  description          = "cache"
  num_cache_clusters   = 2
}
resource "aws_cloudwatch_metric_alarm" "s%[1]d" {
  alarm_name          = "alarm-%[1]d"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  dimensions          = { DBInstanceIdentifier = aws_db_instance.s%[1]d.identifier }
}
resource "aws_sqs_queue" "s%[1]d" {
  name = "queue-%[1]d"
}
`

// BenchmarkRules measures each rule alone on a generated graph of 10,000 resources,
// to find the one that does not grow linearly.
func BenchmarkRules(b *testing.B) {
	dir := b.TempDir()
	resources := generate(b, dir, 10_000)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	builder, _, err := terraform.Parse(b.Context(), terraform.Options{FS: root.FS()})
	if err != nil {
		b.Fatal(err)
	}
	g := catalog.Complete(builder)
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range set.Rules() {
		only := set.Select(func(o *analyzer.Rule) bool { return o.ID == r.ID })
		b.Run(r.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := only.Run(b.Context(), g, analyzer.Options{Workers: 1}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(resources), "µs/resource")
		})
	}
}
