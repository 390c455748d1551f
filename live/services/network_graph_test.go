package services

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// TestNetworkGraph has what the services of networks read become the relations and zones
// that the same in a template has.
func TestNetworkGraph(t *testing.T) {
	t.Parallel()
	answers := map[string]string{}
	for _, some := range []map[string]string{
		ec2Answers(), elbv2Answers(), asgAnswers(), directConnectAnswers(), directConnectGatewayAnswers(), acceleratorAnswers(),
	} {
		maps.Copy(answers, some)
	}
	file, err := os.Open(taken(t, answering(t, answers), nil,
		ec2Service(), elbv2Service(), autoscalingService(), directConnectService(), directConnectGatewayService(), acceleratorService()))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, _, err := snapshot.Parse(t.Context(), file, snapshot.Options{Name: "snapshot"})
	if err != nil {
		t.Fatal(err)
	}
	matches(t, "network.graph", relations(catalog.Complete(b)))
}

// relations are the zones and edges of a graph, a line each, with resources by the last
// part of their ARNs.
func relations(g *graph.Graph) string {
	short := func(id string) string {
		parts := strings.SplitN(id, ":", 6)
		return parts[len(parts)-1]
	}
	var lines []string
	for _, r := range g.Resources() {
		if len(r.Zones) > 0 {
			lines = append(lines, fmt.Sprintf("%s is in %s", short(r.ID), strings.Join(r.Zones, ", ")))
		}
		for _, e := range g.Out(r.ID) {
			lines = append(lines, fmt.Sprintf("%s %s %s by %s", short(e.From), e.Kind, short(e.To), e.Via))
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}
