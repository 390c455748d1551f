package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// chain is a graph of so many services: a balancer, an instance and a database each,
// with an alarm, beside a subnet.
func chain(services int) *graph.Graph {
	b := &graph.Builder{}
	b.Add(&graph.Resource{
		ID: "aws_subnet.a", Type: "aws_subnet", NativeType: "aws_subnet",
		Scope: graph.Scope{Provider: "aws", Region: "eu-west-1"}, Zones: []string{"eu-west-1a"}, ZonesKnown: true,
	}, nil)
	for i := range services {
		add := func(typ, name string) string {
			id := fmt.Sprintf("%s.%s_of_service_%d", typ, name, i)
			b.Add(&graph.Resource{ID: id, Type: typ, NativeType: typ, Scope: graph.Scope{Provider: "aws", Region: "eu-west-1"}}, nil)
			return id
		}
		lb, instance, db, alarm := add("aws_lb", "front"), add("aws_instance", "web"), add("aws_db_instance", "orders"), add("aws_cloudwatch_metric_alarm", "cpu")
		b.Edges = append(b.Edges, graph.Edge{From: lb, To: instance, Kind: graph.RoutesTo},
			graph.Edge{From: instance, To: db, Kind: graph.DependsOnData}, graph.Edge{From: db, To: alarm, Kind: graph.WatchedBy})
	}
	return b.Freeze()
}

// TestMermaidSize holds diagrams of any graph to what GitHub draws, and wants to be
// told what is missing.
func TestMermaidSize(t *testing.T) {
	t.Parallel()
	points := map[failure.Event][]string{{Kind: failure.Instance, ID: "aws_db_instance.orders_of_service_1"}: {"shop"}}
	for services, want := range map[int]string{
		10:    "",
		180:   "relations of placement, encryption, scaling and alarms",
		200:   "everything that no request or data flows through",
		3_000: "everything but numbers of each type",
	} {
		var buf bytes.Buffer
		left, err := WriteMermaid(&buf, chain(services), DiagramOptions{SinglePoints: points})
		if err != nil {
			t.Fatal(err)
		}
		text := buf.String()
		if left != want {
			t.Errorf("%d services: %q is left out, want %q", services, left, want)
		}
		if edges := strings.Count(text, ">|"); edges > 500 || len(text) > 50_000 {
			t.Errorf("%d services: %d relations in %d bytes", services, edges, len(text))
		}
		if regexp.MustCompile(`subgraph [^\n]*\n *end`).MatchString(text) {
			t.Errorf("%d services: a cluster is empty, which Mermaid draws as a node", services)
		}
		if (want != "") != strings.Contains(text, "Left out: "+want) {
			t.Errorf("%d services: the diagram does not say that it leaves out %q", services, want)
		}
		if !strings.Contains(text, "takes down shop") || !strings.Contains(text, "classDef point") {
			t.Errorf("%d services: the single point of failure is not marked", services)
		}
	}
}
