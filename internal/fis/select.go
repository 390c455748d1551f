package fis

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

// arn says how the ARN of a type is made of its name.
type arn struct {
	fisType, service, prefix, attribute string
}

// inZone selects a resource if it is in a zone, for which FIS needs tags. Where it can
// only be named, it is selected wherever it is, and the text says so. An empty zone
// stands for any.
func (x *exporter) inZone(r *graph.Resource, a arn, parameter, zone string) (t target, where, reason string) {
	if zone == "" {
		t, reason = x.byARN(r, a)
		return t, "", reason
	}
	if t, reason = x.byTags(r, a.fisType); reason == "" {
		t.Parameters = map[string]string{parameter: zone}
		return t, "", ""
	}
	t, reason = x.byARN(r, a)
	return t, ", in whatever zone it runs", reason
}

// byARN selects a resource by its ARN if its name is known, else by its tags. A reason
// says why neither does.
func (x *exporter) byARN(r *graph.Resource, a arn) (target, string) {
	name, _ := r.Attributes[a.attribute].(string)
	// A name that is no part of an ARN is none; ${ would be read as a variable.
	if name == "" || strings.ContainsAny(name, "${} \t\n:*/") {
		return x.byTags(r, a.fisType)
	}
	text := fmt.Sprintf("arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s%s", a.service, a.prefix, name)
	return target{ResourceType: a.fisType, ResourceArns: []any{map[string]string{"Fn::Sub": text}}, SelectionMode: "ALL"}, ""
}

// byTags selects a resource by all its tags, if those select nothing else: an
// experiment that hits more than it says is worse than none.
func (x *exporter) byTags(r *graph.Resource, fisType string) (target, string) {
	tags := report.PublicTags(r)
	if len(tags) == 0 {
		return target{}, "it has neither a known name nor tags by which FIS could find it"
	}
	for _, other := range x.m.Graph().Resources() {
		if other == r || other.Data || !sameKind(other.Type, r.Type) || other.Scope.Region != r.Scope.Region {
			continue
		}
		if has(other, tags) {
			return target{}, "its tags select " + other.ID + " as well; give it a tag of its own"
		}
	}
	return target{ResourceType: fisType, ResourceTags: tags, SelectionMode: "ALL"}, ""
}

// sameKind reports whether FIS sees two types as one.
func sameKind(a, b string) bool {
	databases := []string{"aws_db_instance", "aws_rds_cluster_instance", "aws_docdb_cluster_instance"}
	clusters := []string{"aws_rds_cluster", "aws_docdb_cluster"}
	return a == b || slices.Contains(databases, a) && slices.Contains(databases, b) || slices.Contains(clusters, a) && slices.Contains(clusters, b)
}

// has reports whether a resource has, or may have, all tags.
func has(r *graph.Resource, tags map[string]string) bool {
	if len(r.UnknownAt("tags")) > 0 {
		return true
	}
	for name, value := range tags {
		if r.Tags[name] != value {
			return false
		}
	}
	return true
}

// subnets cuts off the subnets of a zone in each network that a service uses.
func (x *exporter) subnets(e failure.Event, add func(*graph.Resource, *step)) {
	g := x.m.Graph()
	used := map[*graph.Resource]bool{}
	for _, r := range x.resources {
		for _, s := range g.Reach(r.ID, false, graph.PlacedIn) {
			if s.Type == "aws_subnet" && !s.Data {
				used[s] = true
			}
		}
	}
	var inside []*graph.Resource
	for _, s := range g.ByType("aws_subnet") {
		if used[s] && slices.Contains(x.m.Placement(s).Zones, e.ID) {
			inside = append(inside, s)
		}
	}
	// Subnets with the same tags are one target: FIS takes those of them that are in the zone.
	done := map[string]bool{}
	for _, s := range inside {
		tags := report.PublicTags(s)
		key := fmt.Sprint(tags)
		switch {
		case len(tags) == 0 || len(s.UnknownAt("tags")) > 0:
			x.gap(e, s, "it has no known tags by which FIS could find it")
		case done[key]:
		default:
			if other := x.unused(e, tags, used); other != nil {
				x.gap(e, s, "its tags select "+other.ID+" as well, which no service uses; give it a tag of its own")
				continue
			}
			done[key] = true
			add(s, &step{
				action: "aws:network:disrupt-connectivity", role: "Subnets", doing: "Cuts off " + s.ID + " and the subnets of the zone with its tags",
				params: map[string]any{"duration": ref(durationParameter), "scope": "all"},
				target: target{
					ResourceType: "aws:ec2:subnet", ResourceTags: maps.Clone(tags), SelectionMode: "ALL",
					Parameters: map[string]string{"availabilityZoneIdentifier": e.ID},
				},
			})
		}
	}
}

// unused returns a subnet of the zone that tags select although no service uses it.
func (x *exporter) unused(e failure.Event, tags map[string]string, used map[*graph.Resource]bool) *graph.Resource {
	for _, s := range x.m.Graph().ByType("aws_subnet") {
		if !s.Data && !used[s] && slices.Contains(x.m.Placement(s).Zones, e.ID) && has(s, tags) {
			return s
		}
	}
	return nil
}
