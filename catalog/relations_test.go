package catalog_test

import (
	"testing"

	"github.com/faultline-dev/faultline/graph"
)

func TestRelations(t *testing.T) {
	t.Parallel()
	lb := func() *graph.Resource { return resource("aws_lb.a", attributes{"name": "web"}) }
	for _, c := range []struct {
		name        string
		kind        graph.EdgeKind
		resources   []*graph.Resource
		edges, open []string
	}{
		{
			"by reference", graph.RoutesTo,
			[]*graph.Resource{lb(), resource("aws_route53_record.r", attributes{"alias": list(attributes{})}, ref("alias[0].name", "aws_lb.a", "dns_name"))},
			[]string{"aws_route53_record.r > aws_lb.a (alias[0].name)"},
			nil,
		},
		{
			"by name", graph.PlacedIn,
			[]*graph.Resource{resource("aws_db_subnet_group.g", attributes{"name": "g"}), resource("aws_db_instance.d", attributes{"db_subnet_group_name": "g"})},
			[]string{"aws_db_instance.d > aws_db_subnet_group.g (db_subnet_group_name)"},
			nil,
		},
		{
			"by a name in another group", graph.PlacedIn,
			[]*graph.Resource{resource("aws_ecs_cluster.c", attributes{"name": "c"}, group("base")), resource("aws_ecs_service.s", attributes{"cluster": "c"})},
			[]string{"aws_ecs_service.s > aws_ecs_cluster.c (cluster)"},
			nil,
		},
		{
			"a name that two other groups have", graph.PlacedIn,
			[]*graph.Resource{
				resource("aws_ecs_cluster.c", attributes{"name": "c"}, group("x")), resource("aws_ecs_cluster.d", attributes{"name": "c"}, group("y")),
				resource("aws_ecs_service.s", attributes{"cluster": "c"}),
			},
			nil, nil,
		},
		{
			"a name in another region", graph.PlacedIn,
			[]*graph.Resource{resource("aws_ecs_cluster.c", attributes{"name": "c"}, inUS()), resource("aws_ecs_service.s", attributes{"cluster": "c"})},
			nil, nil,
		},
		{
			"by ARN", graph.Notifies,
			[]*graph.Resource{
				resource("aws_sns_topic.t", attributes{"name": "ops"}), resource("aws_sns_topic.u", attributes{"name": "ops"}, inUS()),
				resource("aws_cloudwatch_metric_alarm.a", attributes{"alarm_actions": list("arn:aws:sns:eu-west-1:1:ops")}),
			},
			[]string{"aws_cloudwatch_metric_alarm.a > aws_sns_topic.t (alarm_actions[0])"},
			nil,
		},
		{
			"an unknown end", graph.Notifies,
			[]*graph.Resource{resource("aws_cloudwatch_metric_alarm.a", attributes{"alarm_actions": nil}, unknown("alarm_actions", "var.topics"))},
			nil,
			[]string{"aws_cloudwatch_metric_alarm.a (alarm_actions) var.topics"},
		},
		{
			"an end that is known to be something else", graph.PlacedIn,
			[]*graph.Resource{resource("aws_kinesis_stream.k", nil), resource("aws_db_instance.d", attributes{}, ref("db_subnet_group_name", "aws_kinesis_stream.k", "name"))},
			nil, nil,
		},
		{
			"what a data source found", graph.PlacedIn,
			[]*graph.Resource{resource("data.aws_subnets.d", nil), resource("aws_lb.a", attributes{}, ref("subnets", "data.aws_subnets.d", "ids"))},
			nil,
			[]string{"aws_lb.a (subnets) data.aws_subnets.d.ids"},
		},
		{
			"a random name", graph.PlacedIn,
			[]*graph.Resource{resource("random_pet.p", nil), resource("aws_ecs_service.s", attributes{}, ref("cluster", "random_pet.p", "id"))},
			nil,
			[]string{"aws_ecs_service.s (cluster) random_pet.p.id"},
		},
		{
			"a list that is known in part", graph.PlacedIn,
			[]*graph.Resource{
				subnet("a", "a"),
				resource("aws_lb.a", attributes{}, inText("subnets", "aws_subnet.a", "id"), unknown("subnets", "aws_subnet.a.id", "var.more")),
			},
			[]string{"aws_lb.a > aws_subnet.a (subnets)"},
			[]string{"aws_lb.a (subnets) aws_subnet.a.id,var.more"},
		},
		{
			"a name where the resource's own is unknown", graph.PlacedIn,
			[]*graph.Resource{resource("aws_ecs_cluster.c", attributes{"name": nil}, unknown("name", "var.env")), resource("aws_ecs_service.s", attributes{"cluster": "c"})},
			nil,
			[]string{"aws_ecs_service.s (cluster) var.env"},
		},
		{
			"text built of references", graph.ScaledBy,
			[]*graph.Resource{
				resource("aws_ecs_cluster.c", attributes{"name": "c"}), resource("aws_ecs_service.s", attributes{"name": "s"}),
				resource("aws_appautoscaling_target.t", attributes{"service_namespace": "ecs", "resource_id": "service/c/s"},
					inText("resource_id", "aws_ecs_cluster.c", "name"), inText("resource_id", "aws_ecs_service.s", "name")),
				resource("aws_dynamodb_table.d", attributes{"name": "d"}),
				resource("aws_appautoscaling_target.u", attributes{"service_namespace": "dynamodb", "resource_id": "table/d"}),
				resource("aws_appautoscaling_policy.u", attributes{"name": "p"}, ref("resource_id", "aws_appautoscaling_target.u", "resource_id")),
			},
			[]string{"aws_dynamodb_table.d > aws_appautoscaling_target.u (resource_id)", "aws_ecs_service.s > aws_appautoscaling_target.t (resource_id)"},
			nil,
		},
		{
			"queue to function", graph.RoutesTo,
			[]*graph.Resource{
				resource("aws_sqs_queue.q", attributes{}), resource("aws_lambda_function.f", attributes{"function_name": "f"}),
				resource("aws_lambda_event_source_mapping.m", attributes{"function_name": "f"}, ref("event_source_arn", "aws_sqs_queue.q", "arn")),
			},
			[]string{"aws_sqs_queue.q > aws_lambda_function.f (event_source_mapping[0].event_source_arn)"},
			nil,
		},
		{
			"data of what is run", graph.DependsOnData,
			[]*graph.Resource{
				resource("aws_db_instance.d", attributes{}), resource("aws_ecs_task_definition.t", attributes{}, inText("container_definitions", "aws_db_instance.d", "address")),
				resource("aws_ecs_service.s", attributes{}, ref("task_definition", "aws_ecs_task_definition.t", "arn")),
				resource("aws_lambda_function.f", attributes{"environment": list(attributes{})}, ref("environment[0].variables.TABLE", "aws_db_instance.d", "address")),
			},
			[]string{
				"aws_ecs_service.s > aws_db_instance.d (container_definitions)",
				"aws_lambda_function.f > aws_db_instance.d (environment[0].variables.TABLE)",
			},
			nil,
		},
		{
			"origin of a distribution", graph.RoutesTo,
			[]*graph.Resource{
				resource("aws_s3_bucket.b", attributes{"bucket": "site"}),
				resource("aws_cloudfront_distribution.c", attributes{"origin": list(attributes{"domain_name": "site.s3.eu-west-1.amazonaws.com"})}),
			},
			[]string{"aws_cloudfront_distribution.c > aws_s3_bucket.b (origin[0].domain_name)"},
			nil,
		},
		{
			"replica", graph.ReplicatesTo,
			[]*graph.Resource{
				resource("aws_db_instance.a", attributes{"identifier": "a"}),
				resource("aws_db_instance.b", attributes{"replicate_source_db": "arn:aws:rds:eu-west-1:1:db:a"}, inUS()),
			},
			[]string{"aws_db_instance.a > aws_db_instance.b (replicate_source_db)"},
			nil,
		},
		{
			"bucket replication", graph.ReplicatesTo,
			[]*graph.Resource{
				resource("aws_s3_bucket.a", attributes{}), resource("aws_s3_bucket.b", attributes{"bucket": "copy"}, inUS()),
				resource("aws_s3_bucket_replication_configuration.a", attributes{"rule": list(attributes{"destination": list(attributes{"bucket": "arn:aws:s3:::copy"})})},
					ref("bucket", "aws_s3_bucket.a", "id")),
			},
			[]string{"aws_s3_bucket.a > aws_s3_bucket.b (replication_configuration[0].rule[0].destination[0].bucket)"},
			nil,
		},
		{
			"composite alarm", graph.Notifies,
			[]*graph.Resource{
				resource("aws_cloudwatch_metric_alarm.a", attributes{"alarm_name": "cpu high"}),
				resource("aws_cloudwatch_composite_alarm.c", attributes{"alarm_rule": `ALARM("cpu high") OR alarm(arn:aws:cloudwatch:eu-west-1:1:alarm:x)`}),
			},
			[]string{"aws_cloudwatch_metric_alarm.a > aws_cloudwatch_composite_alarm.c (alarm_rule)"},
			nil,
		},
		{
			"way out", graph.EgressVia,
			[]*graph.Resource{
				resource("aws_vpc.v", attributes{}), resource("aws_nat_gateway.n", attributes{}),
				resource("aws_subnet.explicit", attributes{}, ref("vpc_id", "aws_vpc.v", "id")), resource("aws_subnet.main", attributes{}, ref("vpc_id", "aws_vpc.v", "id")),
				resource("aws_subnet.unclear", attributes{}, ref("vpc_id", "aws_vpc.v", "id")),
				resource("aws_route_table.t", attributes{}),
				resource("aws_route.t", attributes{}, ref("route_table_id", "aws_route_table.t", "id"), ref("nat_gateway_id", "aws_nat_gateway.n", "id")),
				resource("aws_route_table_association.a", attributes{}, ref("subnet_id", "aws_subnet.explicit", "id"), ref("route_table_id", "aws_route_table.t", "id")),
				resource("aws_route_table_association.b", attributes{}, ref("subnet_id", "aws_subnet.unclear", "id"), unknown("route_table_id", "var.table")),
				resource("aws_default_route_table.d", attributes{"route": list(attributes{})},
					ref("default_route_table_id", "aws_vpc.v", "default_route_table_id"), ref("route[0].gateway_id", "aws_internet_gateway.i", "id")),
				resource("aws_internet_gateway.i", attributes{}),
			},
			[]string{"aws_subnet.explicit > aws_nat_gateway.n (route[0].nat_gateway_id)", "aws_subnet.main > aws_internet_gateway.i (route[0].gateway_id)"},
			[]string{"aws_subnet.unclear (route_table_id) var.table"},
		},
		{
			"references of a folded satellite", graph.References,
			[]*graph.Resource{
				lb(), resource("aws_lb_listener.l", attributes{}, ref("load_balancer_arn", "aws_lb.a", "arn")),
				resource("aws_ecs_service.s", attributes{}, inText("name", "aws_lb_listener.l", "id")),
			},
			[]string{"aws_ecs_service.s > aws_lb.a (name)"},
			nil,
		},
		{
			"azure pool", graph.RoutesTo,
			[]*graph.Resource{
				resource("azurerm_lb.l", attributes{}), resource("azurerm_lb_backend_address_pool.p", attributes{}, ref("loadbalancer_id", "azurerm_lb.l", "id")),
				resource("azurerm_linux_virtual_machine_scale_set.s", attributes{"network_interface": list(attributes{"ip_configuration": list(attributes{})})},
					ref("network_interface[0].ip_configuration[0].load_balancer_backend_address_pool_ids[0]", "azurerm_lb_backend_address_pool.p", "id")),
			},
			[]string{"azurerm_lb.l > azurerm_linux_virtual_machine_scale_set.s (network_interface[0].ip_configuration[0].load_balancer_backend_address_pool_ids[0])"},
			nil,
		},
		{
			"azure alert on a group", graph.WatchedBy,
			[]*graph.Resource{
				resource("azurerm_resource_group.g", attributes{"name": "g"}), resource("azurerm_redis_cache.r", attributes{"resource_group_name": "g"}),
				resource("azurerm_monitor_metric_alert.a", attributes{"target_resource_type": "Microsoft.Cache/Redis"}, ref("scopes[0]", "azurerm_resource_group.g", "id")),
			},
			[]string{
				"azurerm_redis_cache.r > azurerm_monitor_metric_alert.a (scopes[0])",
				"azurerm_resource_group.g > azurerm_monitor_metric_alert.a (scopes[0])",
			},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := complete(t, c.resources...)
			equal(t, "edges", edges(g, c.kind), c.edges)
			equal(t, "open", opens(g, c.kind), c.open)
		})
	}
}

func TestAlarms(t *testing.T) {
	t.Parallel()
	alarm := func(a attributes, options ...option) *graph.Resource {
		return resource("aws_cloudwatch_metric_alarm.a", a, options...)
	}
	rds := func(name any) attributes {
		return attributes{"namespace": "AWS/RDS", "dimensions": attributes{"DBInstanceIdentifier": name}}
	}
	db := resource("aws_db_instance.d", attributes{"identifier": "d"})
	watched := []string{"aws_db_instance.d > aws_cloudwatch_metric_alarm.a (dimensions.DBInstanceIdentifier)"}
	for _, c := range []struct {
		name        string
		resources   []*graph.Resource
		edges, open []string
	}{
		{"by name", []*graph.Resource{db, alarm(rds("d"))}, watched, nil},
		{"by reference", []*graph.Resource{db, alarm(rds(nil), ref("dimensions.DBInstanceIdentifier", "aws_db_instance.d", "id"))}, watched, nil},
		{"unknown name", []*graph.Resource{db, alarm(rds(nil), unknown("dimensions.DBInstanceIdentifier", "var.db"))}, nil, []string{"aws_cloudwatch_metric_alarm.a (dimensions.DBInstanceIdentifier) var.db"}},
		{"unknown dimensions", []*graph.Resource{db, alarm(attributes{"namespace": "AWS/RDS"}, unknown("dimensions", "var.d"))}, nil, []string{"aws_cloudwatch_metric_alarm.a (dimensions) var.d"}},
		{"other namespace", []*graph.Resource{db, alarm(attributes{"namespace": "AWS/SQS", "dimensions": attributes{"DBInstanceIdentifier": "d"}})}, nil, nil},
		{"unknown namespace", []*graph.Resource{db, alarm(attributes{"namespace": nil, "dimensions": attributes{"DBInstanceIdentifier": "d"}}, unknown("namespace", "var.ns"))}, watched, nil},
		{
			"metric math",
			[]*graph.Resource{db, alarm(attributes{"metric_query": list(attributes{"metric": list(rds("d"))})})},
			[]string{"aws_db_instance.d > aws_cloudwatch_metric_alarm.a (metric_query[0].metric[0].dimensions.DBInstanceIdentifier)"},
			nil,
		},
		{
			"search",
			[]*graph.Resource{db, alarm(attributes{"metric_query": list(attributes{"expression": "SEARCH('{AWS/RDS,DBInstanceIdentifier}')"})})},
			nil,
			[]string{"aws_cloudwatch_metric_alarm.a (metric_query[0].expression) aws_cloudwatch_metric_alarm.a.metric_query[0].expression"},
		},
		{
			"balancer and target group",
			[]*graph.Resource{
				resource("aws_lb.l", attributes{"name": "web"}), resource("aws_lb_target_group.t", attributes{}),
				alarm(attributes{"namespace": "AWS/ApplicationELB", "dimensions": attributes{"LoadBalancer": "app/web/0123", "TargetGroup": nil}},
					ref("dimensions.TargetGroup", "aws_lb_target_group.t", "arn_suffix")),
			},
			[]string{
				"aws_lb.l > aws_cloudwatch_metric_alarm.a (dimensions.LoadBalancer)",
				"aws_lb_target_group.t > aws_cloudwatch_metric_alarm.a (dimensions.TargetGroup)",
			},
			nil,
		},
		{
			"member of a cache",
			[]*graph.Resource{
				resource("aws_elasticache_replication_group.r", attributes{"replication_group_id": "r"}),
				alarm(attributes{"namespace": "AWS/ElastiCache", "dimensions": attributes{"CacheClusterId": "r-001"}}),
			},
			[]string{"aws_elasticache_replication_group.r > aws_cloudwatch_metric_alarm.a (dimensions.CacheClusterId)"},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := complete(t, c.resources...)
			equal(t, "edges", edges(g, graph.WatchedBy), c.edges)
			equal(t, "open", opens(g, graph.WatchedBy), c.open)
		})
	}
}

func TestOpenEdgesNameTypes(t *testing.T) {
	t.Parallel()
	g := complete(t, resource("aws_cloudwatch_metric_alarm.a", attributes{"namespace": "AWS/SQS"}, unknown("dimensions", "var.d")))
	if len(g.Open(graph.WatchedBy, "aws_sqs_queue")) != 1 || len(g.Open(graph.WatchedBy, "aws_db_instance")) != 0 {
		t.Error("open edges:", g.OpenEdges())
	}
}
