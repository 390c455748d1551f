package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	cfn := source(graph.CloudFormation)
	for _, c := range []struct {
		name string
		r    *graph.Resource
		path graph.Path
		want any
	}{
		{"plain", resource("aws_db_instance.a", attributes{}), "multi_az", false},
		{"written", resource("aws_db_instance.a", attributes{"multi_az": true}), "multi_az", true},
		{"coerced", resource("aws_db_instance.a", attributes{"multi_az": "true"}), "multi_az", true},
		{"null", resource("aws_db_instance.a", attributes{"multi_az": nil}), "multi_az", false},
		{"unknown", resource("aws_db_instance.a", attributes{"multi_az": nil}, unknown("multi_az", "var.ha")), "multi_az", nil},
		{"no default", resource("aws_db_instance.a", attributes{}), "engine", nil},
		{"terraform", resource("aws_db_instance.a", attributes{}), "backup_retention_period", 0.0},
		{"cloudformation", resource("aws_db_instance.a", attributes{}, cfn), "backup_retention_period", 1.0},
		{"replica", resource("aws_db_instance.a", attributes{"replicate_source_db": "x"}, cfn), "backup_retention_period", 0.0},
		{"restored", resource("aws_db_instance.a", attributes{"snapshot_identifier": "x"}), "backup_retention_period", nil},
		{
			"condition unknown", resource("aws_db_instance.a", attributes{}, unknown("replicate_source_db", "var.r")),
			"backup_retention_period", nil,
		},
		{"classic in terraform", resource("aws_elb.a", attributes{}), "cross_zone_load_balancing", true},
		{"classic in cloudformation", resource("aws_elb.a", attributes{}, cfn), "cross_zone_load_balancing", false},
		{"grace", resource("aws_autoscaling_group.a", attributes{}, cfn), "health_check_grace_period", 0.0},
		{"block", resource("aws_lb_target_group.a", attributes{}), "health_check[0].enabled", true},
		{"block of lambda", resource("aws_lb_target_group.a", attributes{"target_type": "lambda"}), "health_check", nil},
		{
			"in a written block", resource("aws_lb_target_group.a", attributes{"health_check": list(attributes{"path": "/up"})}),
			"health_check[0].interval", 30.0,
		},
		{
			"unknown in a block",
			resource("aws_lb_target_group.a", attributes{"health_check": list(attributes{})}, unknown("health_check[0].interval", "var.i")),
			"health_check[0].interval", nil,
		},
		{"network balancer", resource("aws_lb.a", attributes{"load_balancer_type": "network"}), "enable_cross_zone_load_balancing", false},
		{
			"application balancer", resource("aws_lb.a", attributes{"enable_cross_zone_load_balancing": false}),
			"enable_cross_zone_load_balancing", true,
		},
		{"one value for a list", resource("aws_autoscaling_group.a", attributes{"vpc_zone_identifier": "s"}), "vpc_zone_identifier[0]", "s"},
		{"one block for a list", resource("aws_lb_target_group.a", attributes{"health_check": attributes{"path": "/"}}), "health_check[0].path", "/"},
		{"old name", resource("azurerm_redis_cache.a", attributes{"replicas_per_master": 2.0}), "replicas_per_primary", 2.0},
		{"cluster mode has no count", resource("aws_elasticache_replication_group.a", attributes{"num_node_groups": 2.0}), "num_cache_clusters", nil},
		{"data source", resource("data.aws_db_instance.a", attributes{}), "multi_az", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := complete(t, c.r).Resource(c.r.ID)
			if d := cmp.Diff(c.want, r.Attribute(c.path)); d != "" {
				t.Error(d)
			}
			if c.want == nil && c.name != "no default" && c.name != "block of lambda" && c.name != "cluster mode has no count" &&
				c.name != "data source" && len(r.UnknownAt(c.path)) == 0 {
				t.Error("neither known nor unknown")
			}
		})
	}
}

func TestOldNamesAreLocated(t *testing.T) {
	t.Parallel()
	g := complete(t, resource("azurerm_redis_cache.a", attributes{"replicas_per_master": nil}, unknown("replicas_per_master", "var.n")))
	r := g.Resource("azurerm_redis_cache.a")
	if got := r.UnknownAt("replicas_per_primary"); len(got) != 1 {
		t.Error("unknown:", got)
	}
	if got := g.Locate(r.ID, "replicas_per_primary").Deciding().File; got != "azurerm_redis_cache.a:replicas_per_master" {
		t.Error("located at", got)
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	g := complete(t,
		resource("aws_route53_record.a", attributes{"name": "x"}),
		resource("aws_sqs_queue.a", attributes{"region": "us-east-1"}),
		resource("aws_sqs_queue.b", attributes{"region": nil}, unknown("region", "var.region")),
		resource("azurerm_mssql_server.a", attributes{"location": "West Europe"}),
		resource("azurerm_mssql_database.a", attributes{}, ref("server_id", "azurerm_mssql_server.a", "id")),
	)
	for id, want := range map[string]string{
		"aws_route53_record.a": graph.Global, "aws_sqs_queue.a": "us-east-1", "aws_sqs_queue.b": "",
		"azurerm_mssql_server.a": "westeurope", "azurerm_mssql_database.a": "westeurope",
	} {
		if got := g.Resource(id).Scope.Region; got != want {
			t.Errorf("%s is in %q, want %q", id, got, want)
		}
	}
}
