package catalog_test

import (
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/graph"
)

func TestZones(t *testing.T) {
	t.Parallel()
	subnetGroup := func(options ...option) *graph.Resource {
		return resource("aws_db_subnet_group.g", attributes{"name": "g"}, options...)
	}
	a, b, c := subnet("a", "a"), subnet("b", "b"), subnet("c", "c")
	inA, inB, inC := ref("subnet_ids[0]", "aws_subnet.a", "id"), ref("subnet_ids[1]", "aws_subnet.b", "id"), ref("subnet_ids[2]", "aws_subnet.c", "id")
	instance := func(multiAZ any, options ...option) *graph.Resource {
		return resource("aws_db_instance.x", attributes{"db_subnet_group_name": "g", "multi_az": multiAZ}, options...)
	}
	subnets := func(name string, options ...option) *graph.Resource {
		return resource("aws_autoscaling_group.x", attributes{"name": name}, options...)
	}
	for _, x := range []struct {
		name      string
		resources []*graph.Resource
		id, want  string
	}{
		{"subnet", []*graph.Resource{a}, "aws_subnet.a", "a!"},
		{"subnet without a zone", []*graph.Resource{resource("aws_subnet.a", attributes{})}, "aws_subnet.a", ""},
		{"subnet group", []*graph.Resource{a, b, subnetGroup(inA, inB)}, "aws_db_subnet_group.g", "a,b!"},
		{"single", []*graph.Resource{a, b, subnetGroup(inA, inB), instance(false)}, "aws_db_instance.x", ""},
		{"single in a group of one zone", []*graph.Resource{a, subnetGroup(inA), instance(false)}, "aws_db_instance.x", "a!"},
		{"two of two", []*graph.Resource{a, b, subnetGroup(inA, inB), instance(true)}, "aws_db_instance.x", "a,b!"},
		{"two of three", []*graph.Resource{a, b, c, subnetGroup(inA, inB, inC), instance(true)}, "aws_db_instance.x", ""},
		{"unknown", []*graph.Resource{a, b, subnetGroup(inA, inB), instance(nil, unknown("multi_az", "var.ha"))}, "aws_db_instance.x", ""},
		{"part of a group unknown", []*graph.Resource{a, subnetGroup(inA, unknown("subnet_ids[1]", "var.s"))}, "aws_db_subnet_group.g", "a"},
		{
			"identifier that is no resource",
			[]*graph.Resource{a, resource("aws_db_subnet_group.g", attributes{"subnet_ids": list(nil, "subnet-1")}, inA)},
			"aws_db_subnet_group.g", "a",
		},
		{"container", []*graph.Resource{a, b, subnets("x", ref("vpc_zone_identifier", "aws_subnet.a", "id"), ref("vpc_zone_identifier", "aws_subnet.b", "id"))}, "aws_autoscaling_group.x", "a,b!"},
		{
			"container of a symbolic instance",
			[]*graph.Resource{resource("aws_subnet.a[*]", attributes{"availability_zone": nil}, mayExist("var.n"), unknown("availability_zone", "var.n")), subnets("x", ref("vpc_zone_identifier", "aws_subnet.a[*]", "id"))},
			"aws_autoscaling_group.x", "",
		},
		{"data subnet", []*graph.Resource{resource("data.aws_subnet.d", attributes{"availability_zone": nil}, unknown("availability_zone", "data.aws_subnet.d")), subnets("x", ref("vpc_zone_identifier[0]", "data.aws_subnet.d", "id"))}, "aws_autoscaling_group.x", ""},
		{"zones of its own", []*graph.Resource{resource("aws_autoscaling_group.x", attributes{"availability_zones": list("?1", "?0")})}, "aws_autoscaling_group.x", "?0,?1!"},
		{"azure", []*graph.Resource{resource("azurerm_public_ip.x", attributes{"zones": list("1", "2", "3")})}, "azurerm_public_ip.x", "1,2,3!"},
		{"azure without zones", []*graph.Resource{resource("azurerm_public_ip.x", attributes{})}, "azurerm_public_ip.x", ""},
		{"cache", []*graph.Resource{
			a, b, resource("aws_elasticache_subnet_group.g", attributes{"name": "g"}, inA, inB),
			resource("aws_elasticache_replication_group.x", attributes{"num_cache_clusters": "2", "multi_az_enabled": true, "subnet_group_name": "g"}),
		}, "aws_elasticache_replication_group.x", "a,b!"},
		{"aurora by its members", []*graph.Resource{
			resource("aws_rds_cluster.x", attributes{"cluster_identifier": "x"}),
			resource("aws_rds_cluster_instance.a", attributes{"cluster_identifier": "x", "availability_zone": "a"}),
			resource("aws_rds_cluster_instance.b", attributes{"cluster_identifier": "x", "availability_zone": "b"}),
		}, "aws_rds_cluster.x", "a,b!"},
		{"aurora with a member anywhere", []*graph.Resource{
			resource("aws_rds_cluster.x", attributes{"cluster_identifier": "x"}),
			resource("aws_rds_cluster_instance.a", attributes{"cluster_identifier": "x", "availability_zone": "a"}),
			resource("aws_rds_cluster_instance.b", attributes{"cluster_identifier": "x"}),
		}, "aws_rds_cluster.x", "a"},
		{"group that names itself", []*graph.Resource{
			resource("aws_db_subnet_group.g", attributes{"name": "g"}, ref("subnet_ids[0]", "aws_db_subnet_group.g", "id")),
		}, "aws_db_subnet_group.g", ""},
		{"regional NAT gateway", []*graph.Resource{resource("aws_nat_gateway.x", attributes{
			"availability_mode":         "regional",
			"availability_zone_address": list(attributes{"availability_zone": "a"}, attributes{"availability_zone": "b"}),
		})}, "aws_nat_gateway.x", "a,b!"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			r := complete(t, x.resources...).Resource(x.id)
			got := strings.Join(r.Zones, ",")
			if r.ZonesKnown {
				got += "!"
			}
			if got != x.want {
				t.Errorf("zones %q, want %q", got, x.want)
			}
		})
	}
}
