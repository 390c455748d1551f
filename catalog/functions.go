package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Functions that catalog files name. A file may name a function of these four
// tables only; the generator checks it.

// beforeDefaults returns a step that brings a resource to its canonical form.
func beforeDefaults(name string) (func(*graph.Resource), bool) {
	switch name {
	case "s3_inline_versioning":
		return s3InlineVersioning, true
	case "cache_cluster_mode":
		return cacheClusterMode, true
	case "beanstalk_settings":
		return beanstalkSettings, true
	}
	return nil, false
}

// afterDefaults returns a step that sets what is in effect whatever is written.
func afterDefaults(name string) (func(*graph.Resource), bool) {
	switch name {
	case "application_balancer_crosses_zones":
		return applicationBalancer, true
	case "nodes_per_shard":
		return nodesPerShard, true
	}
	return nil, false
}

// relation returns a step that derives relations which need more than a path.
func relation(name string) (func(*completion, *graph.Resource), bool) {
	switch name {
	case "alarm_metrics":
		return (*completion).alarm, true
	case "backup_selections":
		return (*completion).backup, true
	case "member_zones":
		return (*completion).member, true
	case "subnet_egress":
		return (*completion).egress, true
	case "resource_group_alert":
		return (*completion).groupAlert, true
	}
	return nil, false
}

// extractor returns a function that takes names out of a known text.
func extractor(name string) (func(string) []string, bool) {
	switch name {
	case "alarm_rule":
		return alarmRuleNames, true
	case "balancer":
		return secondSegment, true
	case "broker_member":
		return brokerMember, true
	case "cache_member":
		return cacheMember, true
	case "last_segment":
		return lastSegment, true
	case "scalable":
		return scalableName, true
	case "origin_domain":
		return originDomain, true
	case "listed":
		return listed, true
	case "mentioned":
		return mentioned, true
	}
	return nil, false
}

// KnownFunction reports whether a catalog file may name a function, as a step or
// as an extractor.
func KnownFunction(name string, isExtractor bool) bool {
	if isExtractor {
		_, ok := extractor(name)
		return ok
	}
	_, before := beforeDefaults(name)
	_, after := afterDefaults(name)
	_, related := relation(name)
	return before || after || related
}

// alarmRuleNames finds the alarms in a composite alarm's rule: ALARM("name"), OK(arn).
func alarmRuleNames(rule string) (names []string) {
	for {
		before, after, ok := strings.Cut(rule, "(")
		if !ok {
			return names
		}
		rule = after
		function := strings.ToUpper(strings.TrimSpace(before))
		if !strings.HasSuffix(function, "ALARM") && !strings.HasSuffix(function, "OK") && !strings.HasSuffix(function, "INSUFFICIENT_DATA") {
			continue
		}
		name := strings.TrimSpace(rule)
		closing := ")"
		if name != "" && (name[0] == '"' || name[0] == '\'') {
			closing, name = name[:1], name[1:]
		}
		name, _, _ = strings.Cut(name, closing)
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
}

// secondSegment is NAME of "app/NAME/ID", "net/NAME/ID", "targetgroup/NAME/ID".
func secondSegment(s string) []string {
	if parts := strings.Split(s, "/"); len(parts) == 3 {
		return []string{s, parts[1]}
	}
	return []string{s}
}

// cacheMember is the group of a member "group-001" or "group-0001-001".
func cacheMember(s string) []string {
	group, ok := cutNumber(s, 3)
	if !ok {
		return []string{s}
	}
	if shardless, ok := cutNumber(group, 4); ok {
		return []string{s, shardless}
	}
	return []string{s, group}
}

// brokerMember is the broker of "BROKER-1" or "BROKER-2", which CloudWatch has for the
// instances of ActiveMQ.
func brokerMember(s string) []string {
	if broker, ok := cutNumber(s, 1); ok {
		return []string{s, broker}
	}
	return []string{s}
}

// listed are the names in "a, b".
func listed(s string) (names []string) {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// cutNumber takes "-" and that many digits off the end.
func cutNumber(s string, digits int) (string, bool) {
	cut := len(s) - digits - 1
	if cut <= 0 || s[cut] != '-' || strings.Trim(s[cut+1:], "0123456789") != "" {
		return s, false
	}
	return s[:cut], true
}

func lastSegment(s string) []string {
	return []string{s, s[strings.LastIndexAny(s, "/:")+1:]}
}

// scalableName is the name in the resource ID of Application Auto Scaling:
// "service/CLUSTER/NAME", "table/NAME", "table/NAME/index/INDEX", "cluster:NAME".
func scalableName(id string) []string {
	if kind, name, ok := strings.Cut(id, ":"); ok && (kind == "cluster" || kind == "function") {
		name, _, _ = strings.Cut(name, ":")
		return []string{name}
	}
	parts := strings.Split(id, "/")
	switch {
	case len(parts) == 3 && parts[0] == "service":
		return parts[2:]
	case len(parts) >= 2 && (parts[0] == "table" || parts[0] == "replication-group"):
		return parts[1:2]
	default:
		return []string{id}
	}
}

// originDomain is the bucket of "BUCKET.s3.REGION.amazonaws.com" and the API of
// "API.execute-api.REGION.amazonaws.com".
func originDomain(s string) []string {
	for _, service := range []string{".s3", ".execute-api."} {
		if i := strings.Index(s, service); i > 0 && strings.HasSuffix(s, ".amazonaws.com") {
			return []string{s, s[:i]}
		}
	}
	return []string{s}
}

// s3InlineVersioning turns the block of provider 3 and earlier,
// versioning { enabled = true }, into what aws_s3_bucket_versioning sets.
func s3InlineVersioning(r *graph.Resource) {
	const as = graph.Path("versioning_configuration")
	if present(r, string(as)) {
		return
	}
	move := func(p graph.Path) graph.Path {
		switch {
		case p == "versioning[0].enabled":
			return as + "[0].status"
		case graph.Path("versioning").Contains(p):
			return as + p[len("versioning"):]
		}
		return p
	}
	blocks, ok := r.Attributes["versioning"].([]any)
	if ok && len(blocks) > 0 {
		block, _ := blocks[0].(map[string]any)
		converted := map[string]any{}
		switch block["enabled"] {
		case true:
			converted["status"] = "Enabled"
		case false:
			converted["status"] = "Disabled"
		}
		r.Attributes[string(as)] = []any{converted}
		r.Folded(as+"[0].status", r.ID, "versioning[0].enabled")
	} else if len(unknownAt(r, "versioning")) == 0 {
		return
	}
	r.Folded(as, r.ID, "versioning")
	movePaths(r, move)
	delete(r.Attributes, "versioning")
}

// applicationBalancer sets what an application load balancer does whatever its
// attribute says.
func applicationBalancer(r *graph.Resource) {
	if r.Attributes["load_balancer_type"] == "application" {
		r.Attributes["enable_cross_zone_load_balancing"] = true
		r.Unknown = slices.DeleteFunc(slices.Clone(r.Unknown), func(u graph.Unknown) bool {
			return u.Path == "enable_cross_zone_load_balancing"
		})
	}
}
