package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Steps after the renaming of CloudFormation properties, for what is no data. They
// work on t.out, whose maps and slices are its own only where the renaming made them.

// nativeStep returns a step by the name that catalog files use.
func nativeStep(name string) (func(*translator), bool) {
	switch name {
	case "block_devices":
		return blockDevices, true
	case "collected_metrics":
		return collectedMetrics, true
	case "delivery_destination":
		return deliveryDestination, true
	case "definition_substitutions":
		return definitionSubstitutions, true
	case "final_snapshot":
		return finalSnapshot, true
	case "global_members":
		return globalMembers, true
	case "global_table":
		return globalTable, true
	case "parameters":
		return parameters, true
	case "restored_instance":
		return restoredInstance, true
	case "scaling_target":
		return scalingTarget, true
	case "table_scaling":
		return tableScaling, true
	case "trailing_dot":
		return trailingDot, true
	case "tunnels":
		return tunnels, true
	}
	return nil, false
}

// KnownNativeStep reports whether a mapping may name a function.
func KnownNativeStep(name string) bool {
	_, ok := nativeStep(name)
	return ok
}

// repath moves every path of the resource, and where its parts were written.
func (t *translator) repath(move func(graph.Path) graph.Path) {
	movePaths(t.out, move)
	for i := range t.moves {
		t.moves[i].to = move(t.moves[i].to)
	}
}

// rename moves what stands at one path, and everything inside it, to another.
func (t *translator) rename(from, to graph.Path) {
	t.moves = append(t.moves, renamed{from, from})
	t.repath(func(p graph.Path) graph.Path {
		if from.Contains(p) {
			return to + p[len(from):]
		}
		return p
	})
}

// restoredInstance tells an instance that is restored from a source from a replica of
// it: both name the source in the same property.
func restoredInstance(t *translator) {
	const source = "restore_to_point_in_time[0].source_db_instance_identifier"
	if !present(t.out, "restore_to_point_in_time") || !present(t.out, "replicate_source_db") {
		return
	}
	if v := t.out.Attributes["replicate_source_db"]; v != nil {
		put(t.out.Attributes, source, v)
	}
	delete(t.out.Attributes, "replicate_source_db")
	t.rename("replicate_source_db", source)
}

// scalingTarget takes a literal ID of a scalable target apart: RESOURCE|DIMENSION|NAMESPACE.
func scalingTarget(t *translator) {
	id, _ := t.out.Attributes["resource_id"].(string)
	parts := strings.Split(id, "|")
	if len(parts) != 3 {
		return
	}
	for i, name := range []string{"resource_id", "scalable_dimension", "service_namespace"} {
		t.out.Attributes[name] = parts[i]
		if i > 0 {
			t.moved("ScalingTargetId", graph.Path(name))
		}
	}
}

// collectedMetrics is the metrics of all collections of a group; a collection
// without a list collects all.
func collectedMetrics(t *translator) {
	collections, ok := t.out.Attributes["MetricsCollection"].([]any)
	t.rename("MetricsCollection", "enabled_metrics")
	delete(t.out.Attributes, "MetricsCollection")
	if !ok {
		return
	}
	var metrics []any
	for _, c := range collections {
		collection, _ := c.(map[string]any)
		if listed, ok := collection["Metrics"].([]any); ok {
			metrics = append(metrics, listed...)
		} else if collection != nil {
			metrics = append(metrics, "GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances",
				"GroupPendingInstances", "GroupStandbyInstances", "GroupTerminatingInstances", "GroupTotalInstances")
		}
	}
	t.out.Attributes["enabled_metrics"] = metrics
	// Which of them is unknown does not matter: some are.
	t.repath(func(p graph.Path) graph.Path {
		if graph.Path("enabled_metrics").Contains(p) {
			return "enabled_metrics"
		}
		return p
	})
}

// parameters makes blocks of a map from name to value.
func parameters(t *translator) {
	values, ok := t.out.Attributes["Parameters"].(map[string]any)
	delete(t.out.Attributes, "Parameters")
	if !ok {
		t.rename("Parameters", "parameter")
		return
	}
	names := slices.Sorted(maps.Keys(values))
	blocks := make([]any, len(names))
	for i, name := range names {
		blocks[i] = map[string]any{"name": name, "value": values[name]}
		t.rename(graph.Path("Parameters").Attr(name), graph.Path("parameter").Index(i).Attr("value"))
	}
	t.out.Attributes["parameter"] = blocks
}

// globalMembers takes the primary out of the members of a global datastore.
func globalMembers(t *translator) {
	members, _ := t.out.Attributes["Members"].([]any)
	for i, m := range members {
		member, _ := m.(map[string]any)
		if role, _ := member["Role"].(string); !strings.EqualFold(role, "primary") {
			continue
		}
		if id := member["ReplicationGroupId"]; id != nil {
			t.out.Attributes["primary_replication_group_id"] = id
		}
		t.rename(graph.Path("Members").Index(i).Attr("ReplicationGroupId"), "primary_replication_group_id")
	}
	delete(t.out.Attributes, "Members")
}

// definitionSubstitutions has what is put into the text of a state machine mentioned
// by that text.
func definitionSubstitutions(t *translator) {
	for i := range t.out.Refs {
		if graph.Path("DefinitionSubstitutions").Contains(t.out.Refs[i].Path) {
			t.out.Refs[i].Path, t.out.Refs[i].Exact = "definition", false
		}
	}
}

// deliveryDestination names the destination that is configured.
func deliveryDestination(t *translator) {
	for _, name := range []string{
		"elasticsearch", "extended_s3", "http_endpoint", "iceberg", "opensearch", "opensearchserverless", "redshift", "snowflake", "splunk",
	} {
		if present(t.out, name+"_configuration") {
			t.out.Attributes["destination"] = name
		}
	}
}

// finalSnapshot says whether the removal of a database leaves a snapshot.
func finalSnapshot(t *translator) {
	const name = "skip_final_snapshot"
	for _, u := range unknownAt(t.from, "DeletionPolicy") {
		t.out.Unknown = append(t.out.Unknown, graph.Unknown{Path: name, Needs: u.Needs})
	}
	if policy, ok := t.from.Attributes["DeletionPolicy"].(string); ok {
		t.out.Attributes[name] = policy == "Delete"
		t.moved("DeletionPolicy", name)
	}
}

// trailingDot takes the final dot off domain names, which Terraform's provider does.
func trailingDot(t *translator) {
	for _, name := range []string{"name", "zone_id"} {
		if s, ok := t.out.Attributes[name].(string); ok {
			t.out.Attributes[name] = strings.TrimSuffix(s, ".")
		}
	}
}

// tunnels gives the options of the first and second tunnel attributes of their own.
func tunnels(t *translator) {
	const all = graph.Path("VpnTunnelOptionsSpecifications")
	options := []struct{ native, name string }{
		{"DPDTimeoutAction", "dpd_timeout_action"}, {"StartupAction", "startup_action"},
	}
	for i, prefix := range []string{"tunnel1_", "tunnel2_"} {
		for _, o := range options {
			at := all.Index(i).Attr(o.native)
			if v := t.from.Attribute(at); v != nil {
				t.out.Attributes[prefix+o.name] = v
			}
			t.rename(at, graph.Path(prefix+o.name))
		}
	}
	for _, u := range unknownAt(t.out, all) {
		if u.Path != all && u.Path != all.Index(0) && u.Path != all.Index(1) {
			continue
		}
		for i, prefix := range []string{"tunnel1_", "tunnel2_"} {
			for _, o := range options {
				if u.Path == all || u.Path == all.Index(i) {
					t.out.Unknown = append(t.out.Unknown, graph.Unknown{Path: graph.Path(prefix + o.name), Needs: u.Needs})
				}
			}
		}
	}
}
