package catalog_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

func versioning(id, status string, options ...option) *graph.Resource {
	return resource("aws_s3_bucket_versioning."+id, attributes{
		"versioning_configuration": list(attributes{"status": status}),
	}, options...)
}

var enabled = list(attributes{"status": "Enabled"})

func TestFoldSetsAnAttribute(t *testing.T) {
	t.Parallel()
	b := builder(
		resource("aws_s3_bucket.a", attributes{}),
		versioning("a", "Enabled", ref("bucket", "aws_s3_bucket.a", "id")),
		resource("aws_s3_bucket.named", attributes{"bucket": "logs"}),
		resource("aws_s3_bucket_versioning.named", attributes{
			"bucket": "logs", "versioning_configuration": list(attributes{"status": "Suspended"}),
		}),
		resource("aws_s3_bucket.old", attributes{"versioning": list(attributes{"enabled": true})}),
	)
	g := catalog.Complete(b)
	got := map[string]any{}
	for _, r := range g.ByType("aws_s3_bucket") {
		got[r.ID] = r.Attributes["versioning_configuration"]
	}
	want := map[string]any{
		"aws_s3_bucket.a": enabled, "aws_s3_bucket.named": list(attributes{"status": "Suspended"}), "aws_s3_bucket.old": enabled,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(g.ByType("aws_s3_bucket_versioning")) != 0 {
		t.Error("satellites are still resources")
	}
	if len(g.Origins()) != 5 {
		t.Error("origins are not all kept")
	}
	for path, where := range map[graph.Path]string{
		"versioning_configuration[0].status": "aws_s3_bucket_versioning.a:versioning_configuration[0].status",
		"versioning_configuration":           "aws_s3_bucket_versioning.a:versioning_configuration",
		"bucket":                             "aws_s3_bucket.a:bucket",
	} {
		if got := g.Locate("aws_s3_bucket.a", path).Deciding().File; got != where {
			t.Errorf("%s is located at %s, want %s", path, got, where)
		}
	}
	if got := g.Locate("aws_s3_bucket.old", "versioning_configuration[0].status").Deciding().File; got != "aws_s3_bucket.old:versioning[0].enabled" {
		t.Error("inline versioning is located at", got)
	}
	if len(b.Diagnostics) != 0 {
		t.Error(b.Diagnostics)
	}
}

func TestFoldContradiction(t *testing.T) {
	t.Parallel()
	bucket := resource("aws_s3_bucket.a", attributes{})
	toA := ref("bucket", "aws_s3_bucket.a", "id")
	perhapsBucket := resource("aws_s3_bucket.a", attributes{}, mayExist("var.on"))
	for _, c := range []struct {
		name        string
		satellites  []*graph.Resource
		want        any
		diagnostics int
		needs       []string
	}{
		{"two values", []*graph.Resource{versioning("1", "Enabled", toA), versioning("2", "Suspended", toA)}, enabled, 1, nil},
		{"same value", []*graph.Resource{versioning("1", "Enabled", toA), versioning("2", "Enabled", toA)}, enabled, 0, nil},
		{
			"with its owner", []*graph.Resource{perhapsBucket, versioning("1", "Enabled", toA, mayExist("var.on"))}, enabled, 0, nil,
		},
		{
			"not always with its owner",
			[]*graph.Resource{perhapsBucket, versioning("1", "Enabled", toA, mayExist("var.on", "var.versioned"))},
			nil, 0,
			[]string{"var.on", "var.versioned"},
		},
		{"perhaps", []*graph.Resource{versioning("1", "Enabled", toA, mayExist("var.on"))}, nil, 0, []string{"var.on"}},
		{
			"one or the other",
			[]*graph.Resource{
				versioning("1", "Enabled", toA, mayExist("var.on")), versioning("2", "Suspended", toA, mayExist("var.on")),
			},
			nil, 0,
			[]string{"var.on"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			resources := c.satellites
			if resources[0].Type != "aws_s3_bucket" {
				resources = append(resources, bucket)
			}
			b := builder(resources...)
			r := catalog.Complete(b).Resource("aws_s3_bucket.a")
			if d := cmp.Diff(c.want, r.Attributes["versioning_configuration"]); d != "" {
				t.Error(d)
			}
			if len(b.Diagnostics) != c.diagnostics {
				t.Error(b.Diagnostics)
			}
			var needs []string
			for _, u := range r.UnknownAt("versioning_configuration") {
				needs = u.Needs
			}
			equal(t, "needs", needs, c.needs)
		})
	}
}

func TestFoldUnknownOwner(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_s3_bucket.with", attributes{}),
		versioning("with", "Enabled", ref("bucket", "aws_s3_bucket.with", "id")),
		resource("aws_s3_bucket.without", attributes{}),
		resource("aws_s3_bucket.elsewhere", attributes{}, group("other")),
		versioning("whose", "Enabled", unknown("bucket", "var.bucket")),
	)
	if g.Resource("aws_s3_bucket_versioning.whose") == nil {
		t.Error("a satellite without a known owner is gone")
	}
	for id, want := range map[string]int{"with": 0, "without": 1, "elsewhere": 0} {
		if got := g.Resource("aws_s3_bucket." + id).UnknownAt("versioning_configuration"); len(got) != want {
			t.Errorf("%s: unknown %v", id, got)
		}
	}
}

func TestFoldAppends(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_autoscaling_group.a", attributes{"name": "web", "max_size": "3"}),
		resource("aws_lb_target_group.a", attributes{"name": "web"}),
		resource("aws_autoscaling_attachment.a", attributes{},
			ref("autoscaling_group_name", "aws_autoscaling_group.a", "name"), ref("lb_target_group_arn", "aws_lb_target_group.a", "arn")),
		resource("aws_autoscaling_policy.up", attributes{"autoscaling_group_name": "web", "name": "up"}),
		resource("aws_autoscaling_policy.down", attributes{"autoscaling_group_name": "web", "name": "down"}),
		resource("aws_cloudwatch_metric_alarm.busy", attributes{}, ref("alarm_actions[0]", "aws_autoscaling_policy.up", "arn")),
	)
	r := g.Resource("aws_autoscaling_group.a")
	policies := r.Attributes["scaling_policy"]
	want := list(
		attributes{"name": "down", "policy_type": "SimpleScaling", "enabled": true},
		attributes{"name": "up", "policy_type": "SimpleScaling", "enabled": true},
	)
	if d := cmp.Diff(want, policies); d != "" {
		t.Error(d)
	}
	if r.Attributes["max_size"] != 3.0 {
		t.Error("a number in quotes is", r.Attributes["max_size"])
	}
	equal(t, "routes", edges(g, graph.RoutesTo), []string{"aws_lb_target_group.a > aws_autoscaling_group.a (target_group_arns[0])"})
	equal(t, "scaling", edges(g, graph.ScaledBy), []string{"aws_autoscaling_group.a > aws_cloudwatch_metric_alarm.busy (alarm_actions[0])"})
	if got := g.Locate(r.ID, "scaling_policy[1].name").Deciding().File; got != "aws_autoscaling_policy.up:name" {
		t.Error("a policy is located at", got)
	}
	if got := g.Locate(r.ID, "target_group_arns[0]").Deciding().File; got != "aws_autoscaling_attachment.a:lb_target_group_arn" {
		t.Error("an attachment is located at", got)
	}
}

func TestFoldPerhapsAppends(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_lb_target_group.a", attributes{}),
		resource("aws_instance.a[*]", attributes{}, mayExist("var.n")),
		resource("aws_lb_target_group_attachment.a[*]", attributes{}, mayExist("var.n"),
			ref("target_group_arn", "aws_lb_target_group.a", "arn"), ref("target_id", "aws_instance.a[*]", "id")),
	)
	r := g.Resource("aws_lb_target_group.a")
	if got := r.UnknownAt("targets"); len(got) == 0 || got[len(got)-1].Needs[0] != "var.n" {
		t.Errorf("unknown: %v", got)
	}
	equal(t, "routes", edges(g, graph.RoutesTo), []string{"aws_lb_target_group.a > aws_instance.a[*] (targets[0].target_id)"})
	equal(t, "open", opens(g, graph.RoutesTo), []string{"aws_lb_target_group.a (targets) var.n"})
}

func TestFoldNested(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_alb.a", attributes{}),
		resource("aws_lb_listener.a", attributes{"default_action": list(attributes{"type": "forward"})},
			ref("load_balancer_arn", "aws_alb.a", "arn"), ref("default_action[0].target_group_arn", "aws_lb_target_group.a", "arn")),
		resource("aws_lb_listener_rule.a", attributes{"priority": 1.0, "action": list(attributes{"type": "forward"})},
			ref("listener_arn", "aws_lb_listener.a", "arn"), ref("action[0].target_group_arn", "aws_lb_target_group.b", "arn")),
		resource("aws_lb_target_group.a", attributes{}),
		resource("aws_lb_target_group.b", attributes{}),
	)
	lb := g.Resource("aws_alb.a")
	if lb.Type != "aws_lb" || lb.NativeType != "aws_alb" {
		t.Error("types are", lb.Type, lb.NativeType)
	}
	equal(t, "routes", edges(g, graph.RoutesTo), []string{
		"aws_alb.a > aws_lb_target_group.a (listener[0].default_action[0].target_group_arn)",
		"aws_alb.a > aws_lb_target_group.b (listener[0].rule[0].action[0].target_group_arn)",
	})
	for path, where := range map[graph.Path]string{
		"listener[0].rule[0].priority": "aws_lb_listener_rule.a:priority",
		"listener[0].port":             "aws_lb_listener.a:port",
	} {
		if got := g.Locate("aws_alb.a", path).Deciding().File; got != where {
			t.Errorf("%s is located at %s", path, got)
		}
	}
}

func TestFoldRenamesAndRegions(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_route_table.a", attributes{"route": list(attributes{"cidr_block": "10.0.0.0/8"})}),
		resource("aws_route.a", attributes{"destination_cidr_block": "0.0.0.0/0"},
			ref("route_table_id", "aws_route_table.a", "id"), ref("nat_gateway_id", "aws_nat_gateway.a", "id")),
		resource("aws_nat_gateway.a", attributes{}),
		resource("aws_dynamodb_table.t", attributes{"name": "t"}),
		resource("aws_dynamodb_table_replica.t", attributes{}, inUS(), ref("global_table_arn", "aws_dynamodb_table.t", "arn")),
	)
	want := list(attributes{"cidr_block": "10.0.0.0/8"}, attributes{"cidr_block": "0.0.0.0/0"})
	if d := cmp.Diff(want, g.Resource("aws_route_table.a").Attributes["route"]); d != "" {
		t.Error(d)
	}
	if got := g.Locate("aws_route_table.a", "route[1].cidr_block").Deciding().File; got != "aws_route.a:destination_cidr_block" {
		t.Error("a route is located at", got)
	}
	replica := list(attributes{"region_name": "us-east-1", "deletion_protection_enabled": false, "point_in_time_recovery": false})
	if d := cmp.Diff(replica, g.Resource("aws_dynamodb_table.t").Attributes["replica"]); d != "" {
		t.Error(d)
	}
}

func TestOriginsAreNotChanged(t *testing.T) {
	t.Parallel()
	nested := attributes{"status": "Enabled"}
	s := resource("aws_s3_bucket_versioning.a", attributes{"versioning_configuration": nested}, ref("bucket", "aws_s3_bucket.a", "id"))
	group := resource("aws_autoscaling_group.a", attributes{"max_size": "1", "health_check_type": nil, "target_group_arns": list("x")})
	attachment := resource("aws_autoscaling_attachment.a", attributes{"lb_target_group_arn": "y"}, ref("autoscaling_group_name", "aws_autoscaling_group.a", "name"))
	complete(t, s, resource("aws_s3_bucket.a", nil), group, attachment)
	want := attributes{"max_size": "1", "health_check_type": nil, "target_group_arns": list("x")}
	if d := cmp.Diff(want, group.Attributes); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(attributes{"status": "Enabled"}, nested); d != "" {
		t.Error(d)
	}
}

// TestFoldPerhapsMeant is about what exists for certain, named by what may not exist.
func TestFoldPerhapsMeant(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_efs_file_system.a", attributes{}),
		subnet("a", "eu-west-1a"), subnet("b", "eu-west-1b"),
		resource("aws_efs_mount_target.a", attributes{}, ref("file_system_id", "aws_efs_file_system.a", "id"), ref("subnet_id", "aws_subnet.a", "id")),
		resource("aws_efs_mount_target.b", attributes{}, mayExist("var.spread"),
			ref("file_system_id", "aws_efs_file_system.a", "id"), ref("subnet_id", "aws_subnet.b", "id")),
	)
	equal(t, "placed in", edges(g, graph.PlacedIn), []string{"aws_efs_file_system.a > aws_subnet.a (mount_target[0].subnet_id)"})
	if got := opens(g, graph.PlacedIn); !slices.Contains(got, "aws_efs_file_system.a (mount_target) var.spread") {
		t.Error("open:", got)
	}
}

// TestPerhapsAnElement is about an element of a list that a condition may leave out.
func TestPerhapsAnElement(t *testing.T) {
	t.Parallel()
	maybe := func(r *graph.Resource) {
		r.Refs = append(r.Refs, graph.Ref{Path: "subnets[1]", To: "aws_subnet.b", Attr: "id", Maybe: true})
	}
	g := complete(t, subnet("a", "eu-west-1a"), subnet("b", "eu-west-1b"),
		resource("aws_lb.a", attributes{}, ref("subnets[0]", "aws_subnet.a", "id"), maybe, unknown("subnets", "var.redundant")))
	equal(t, "placed in", edges(g, graph.PlacedIn), []string{"aws_lb.a > aws_subnet.a (subnets[0])"})
	if got := opens(g, graph.PlacedIn); !slices.Contains(got, "aws_lb.a (subnets) var.redundant") {
		t.Error("open:", got)
	}
	if lb := g.Resource("aws_lb.a"); lb.ZonesKnown {
		t.Error("zones are known:", lb.Zones)
	}
}
