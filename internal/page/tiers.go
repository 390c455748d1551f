package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// tier is a row of every box.
type tier struct {
	Name string `json:"name"`
	// Folded rows start closed: what supports the architecture without being a part
	// of its flow.
	Folded bool `json:"folded,omitempty"`
}

// The tiers, from the users down.
const (
	tierEntry = iota
	tierCompute
	tierData
	tierNetwork
	tierOperations
	tierSupport
)

func tiers() []tier {
	return []tier{
		{Name: "entry"},
		{Name: "compute"},
		{Name: "data"},
		{Name: "network"},
		{Name: "operations", Folded: true},
		{Name: "supporting", Folded: true},
	}
}

// tierOf is the row of a role.
func tierOf(role catalog.Role) int {
	switch role {
	case catalog.DNS, catalog.CDN, catalog.API, catalog.Balancer, catalog.TargetGroup:
		return tierEntry
	case catalog.Compute, catalog.Function, catalog.Group, catalog.Cluster, catalog.Workflow, catalog.Trigger:
		return tierCompute
	case catalog.Database, catalog.Cache, catalog.Storage, catalog.Queue, catalog.Topic, catalog.Stream, catalog.Server, catalog.Secret, catalog.Identity:
		return tierData
	case catalog.Gateway, catalog.Network, catalog.Subnet:
		return tierNetwork
	case catalog.Alarm, catalog.Backup, catalog.Notice, catalog.Scaling, catalog.Replication:
		return tierOperations
	case catalog.Access, catalog.Key, catalog.Satellite, catalog.Scope, catalog.SubnetGroup, catalog.Template:
		return tierSupport
	default:
		return tierSupport
	}
}

// roleOf is the role of a resource's type; empty for types that the catalog does not know.
func roleOf(r *graph.Resource) catalog.Role {
	t, ok := catalog.Lookup(r.Type)
	if !ok {
		return ""
	}
	// A cluster of databases holds data.
	if t.Role == catalog.Cluster && (strings.Contains(r.Type, "global") || strings.Contains(r.Type, "multi_region")) {
		return catalog.Database
	}
	// Route tables and what connects networks say how one is wired.
	if t.Role == catalog.Network && !isNetwork(r) {
		return ""
	}
	return t.Role
}

// isNetwork tells a network from what belongs to one.
func isNetwork(r *graph.Resource) bool {
	return slices.Contains([]string{"aws_vpc", "aws_default_vpc", "azurerm_virtual_network"}, r.Type)
}

// edgeKind is one kind of relation, which the reader can switch on and off.
type edgeKind struct {
	Name string `json:"name"`
	On   bool   `json:"on,omitempty"`
}

// edgeKinds are those that are drawn: all but raw references.
func edgeKinds() []edgeKind {
	var list []edgeKind
	for _, k := range drawnKinds() {
		on := false
		switch k {
		case graph.RoutesTo, graph.DependsOnData, graph.ReplicatesTo, graph.EgressVia:
			on = true
		case graph.References, graph.PlacedIn, graph.MemberOf, graph.BackedUpBy, graph.ScaledBy, graph.WatchedBy, graph.Notifies, graph.EncryptedBy:
		}
		list = append(list, edgeKind{Name: strings.ReplaceAll(string(k), "_", " "), On: on})
	}
	return list
}

func drawnKinds() []graph.EdgeKind {
	return []graph.EdgeKind{
		graph.RoutesTo, graph.DependsOnData, graph.EgressVia, graph.ReplicatesTo, graph.BackedUpBy, graph.WatchedBy,
		graph.Notifies, graph.ScaledBy, graph.MemberOf, graph.PlacedIn, graph.EncryptedBy,
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
