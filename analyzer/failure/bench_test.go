package failure_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
)

// BenchmarkCutSets measures the model and the cut sets up to order 2 of all services of
// generated architectures of growing size, without reading them; µs/resource should stay flat.
func BenchmarkCutSets(b *testing.B) {
	for _, services := range []int{100, 1_000, 8_000} {
		var text strings.Builder
		for i := range services {
			fmt.Fprintf(&text, strings.ReplaceAll(benchmarkService, "ID", "%[1]d"), i)
		}
		g := parse(b, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(text.String())}}})
		resources := len(g.Resources())
		b.Run(fmt.Sprintf("resources=%d", resources), func(b *testing.B) {
			for b.Loop() {
				sets, err := failure.New(g, failure.Options{}).CutSets(b.Context(), nil, 2)
				if err != nil {
					b.Fatal(err)
				}
				if len(sets) != services {
					b.Fatalf("%d services, want %d", len(sets), services)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(resources), "µs/resource")
		})
	}
}

// BenchmarkAssess measures the model and the recovery of all services; µs/resource
// should stay flat.
func BenchmarkAssess(b *testing.B) {
	for _, services := range []int{100, 1_000} {
		var text strings.Builder
		for i := range services {
			fmt.Fprintf(&text, strings.ReplaceAll(benchmarkService, "ID", "%[1]d"), i)
		}
		g := parse(b, &txtar.Archive{Files: []txtar.File{{Name: "main.tf", Data: []byte(text.String())}}})
		resources := len(g.Resources())
		b.Run(fmt.Sprintf("resources=%d", resources), func(b *testing.B) {
			for b.Loop() {
				if _, err := failure.New(g, failure.Options{}).Assess(b.Context(), nil, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(resources), "µs/resource")
		})
	}
}

const benchmarkService = `
resource "aws_lb" "sID" { subnets = aws_subnet.public[*].id }
resource "aws_lb_target_group" "sID" { vpc_id = aws_vpc.main.id }
resource "aws_lb_listener" "sID" {
  load_balancer_arn = aws_lb.sID.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.sID.arn
  }
}
resource "aws_autoscaling_group" "sID" {
  min_size            = 2
  max_size            = 4
  vpc_zone_identifier = aws_subnet.private[*].id
  target_group_arns   = [aws_lb_target_group.sID.arn]
  launch_template { id = aws_launch_template.sID.id }
}
resource "aws_launch_template" "sID" {
  user_data = base64encode("${aws_db_instance.sID.address}${aws_elasticache_replication_group.sID.primary_endpoint_address}")
}
resource "aws_db_subnet_group" "sID" { subnet_ids = aws_subnet.private[*].id }
resource "aws_db_instance" "sID" {
  multi_az             = ID %% 2 == 0
  db_subnet_group_name = aws_db_subnet_group.sID.name
}
resource "aws_elasticache_replication_group" "sID" {
  description        = "cache"
  num_cache_clusters = 2
}
`
