package catalog

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// globalTable splits the replicas of an AWS::DynamoDB::GlobalTable: the one in the
// stack's own region is the table, the others are its replicas, as Terraform has
// them. Where it is unknown which is the own, the first counts, and what the
// replicas do not agree on is unknown of the table.
func globalTable(t *translator) {
	replicas, _ := t.out.Attributes["replica"].([]any)
	own, certain := ownReplica(t.out, replicas)
	if own < 0 {
		return
	}
	table, _ := replicas[own].(map[string]any)
	for _, a := range []struct {
		name string
		to   graph.Path
	}{
		{"point_in_time_recovery", "point_in_time_recovery[0].enabled"},
		{"deletion_protection_enabled", "deletion_protection_enabled"},
		{"kms_key_arn", "server_side_encryption[0].kms_key_arn"},
	} {
		t.rename(graph.Path("replica").Index(own).Attr(a.name), a.to)
		switch {
		case !certain && !agreed(replicas, a.name):
			t.out.Unknown = append(t.out.Unknown, graph.Unknown{Path: a.to, Needs: []string{"AWS::Region"}})
		case table[a.name] != nil:
			put(t.out.Attributes, a.to, table[a.name])
		}
	}
	t.rename(graph.Path("replica").Index(own).Attr("Tags"), "tags")
	if tags := nativeTags(table["Tags"]); len(tags) > 0 {
		t.out.Tags = tags
	}
	t.out.Attributes["replica"] = slices.Delete(slices.Clone(replicas), own, own+1)
	t.dropReplica(own)
}

// ownReplica is the position of the replica in the stack's region, and whether that is certain.
func ownReplica(r *graph.Resource, replicas []any) (int, bool) {
	unknown := false
	for i, e := range replicas {
		replica, ok := e.(map[string]any)
		if !ok {
			continue
		}
		region, known := replica["region_name"].(string)
		at := graph.Path("replica").Index(i).Attr("region_name")
		if known && region == r.Scope.Region || !known && slices.Contains(needs(unknownAt(r, at)), "AWS::Region") {
			return i, true
		}
		unknown = unknown || !known
	}
	if len(replicas) == 0 || !unknown && r.Scope.Region != "" {
		return -1, false
	}
	return 0, len(replicas) == 1
}

func agreed(replicas []any, name string) bool {
	for _, e := range replicas {
		first, _ := replicas[0].(map[string]any)
		replica, _ := e.(map[string]any)
		if !reflect.DeepEqual(replica[name], first[name]) {
			return false
		}
	}
	return true
}

// dropReplica takes the paths of one replica away and moves those behind it up.
func (t *translator) dropReplica(own int) {
	gone := graph.Path("replica").Index(own)
	t.out.Unknown = slices.DeleteFunc(t.out.Unknown, func(u graph.Unknown) bool { return gone.Contains(u.Path) })
	t.out.Refs = slices.DeleteFunc(t.out.Refs, func(r graph.Ref) bool { return gone.Contains(r.Path) })
	t.out.Sensitive = slices.DeleteFunc(t.out.Sensitive, func(p graph.Path) bool { return gone.Contains(p) })
	t.moves = slices.DeleteFunc(t.moves, func(m renamed) bool { return gone.Contains(m.to) })
	t.repath(func(p graph.Path) graph.Path {
		inside, ok := strings.CutPrefix(string(p), "replica[")
		number, rest, _ := strings.Cut(inside, "]")
		if i, err := strconv.Atoi(number); ok && err == nil && i > own {
			return graph.Path("replica").Index(i-1) + graph.Path(rest)
		}
		return p
	})
}
