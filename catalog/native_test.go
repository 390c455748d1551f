package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// stacked is a resource of a CloudFormation stack.
func stacked(name, typ string, a attributes, options ...option) *graph.Resource {
	r := &graph.Resource{
		ID: "app/" + name, Type: "AWS::" + typ, Group: "app", Source: graph.CloudFormation, Attributes: a,
		Scope: graph.Scope{Provider: "aws", Region: "eu-west-1"},
	}
	for _, o := range options {
		o(r)
	}
	return r
}

// written leaves what a resource has of given attributes.
func written(r *graph.Resource, names ...string) attributes {
	out := attributes{}
	for _, name := range names {
		if v, ok := r.Attributes[name]; ok {
			out[name] = v
		}
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func unknowns(r *graph.Resource) []string {
	found := []string{}
	for _, u := range r.Unknown {
		found = append(found, fmt.Sprintf("%s ? %s", u.Path, strings.Join(u.Needs, ",")))
	}
	slices.Sort(found)
	return found
}

func TestNativeNamesAndDefaults(t *testing.T) {
	t.Parallel()
	g := complete(t, stacked("Db", "RDS::DBInstance", attributes{
		"DBInstanceClass": "db.m5.large", "MultiAZ": "true", "AllocatedStorage": "20", "MonitoringRoleArn": "arn:x",
		"AutomaticBackupReplicationRegion": "eu-central-1",
		"Tags":                             list(attributes{"Key": "tier", "Value": "data"}, attributes{"Key": "n", "Value": 1.0}),
	}))
	r := g.Resource("app/Db")
	if r.Type != "aws_db_instance" || r.NativeType != "AWS::RDS::DBInstance" {
		t.Errorf("type %s, native %s", r.Type, r.NativeType)
	}
	same(t, "attributes", written(r, "instance_class", "multi_az", "allocated_storage", "backup_retention_period", "MonitoringRoleArn", "MultiAZ",
		"automated_backups_replication", "Tags", "skip_final_snapshot"), attributes{
		"instance_class": "db.m5.large", "multi_az": true, "allocated_storage": 20.0,
		"backup_retention_period":       1.0, // in Terraform it would be 0
		"MonitoringRoleArn":             "arn:x",
		"skip_final_snapshot":           false, // what a stack deletes leaves a snapshot
		"automated_backups_replication": list(attributes{"region": "eu-central-1"}),
	})
	same(t, "tags", r.Tags, map[string]string{"tier": "data", "n": "1"})
	if at := g.Locate("app/Db", "multi_az").Deciding().File; at != "app/Db:MultiAZ" {
		t.Error("multi_az is located at", at)
	}
	if at := g.Locate("app/Db", "automated_backups_replication[0].region").Deciding().File; at != "app/Db:AutomaticBackupReplicationRegion" {
		t.Error("the region of the copy is located at", at)
	}
}

func TestNativePathsMove(t *testing.T) {
	t.Parallel()
	g := complete(t,
		stacked("Fn", "Lambda::Function", attributes{"VpcConfig": attributes{"SubnetIds": list(nil, "subnet-1")}},
			ref("VpcConfig.SubnetIds[0]", "app/Net", "Ref"),
			inText("Environment.Variables.TABLE", "app/Table", "Ref"),
			unknown("Timeout", "Parameter Timeout")),
		stacked("Net", "EC2::Subnet", attributes{"AvailabilityZone": "eu-west-1a"}),
		stacked("Table", "DynamoDB::Table", attributes{}),
		stacked("Alarm", "CloudWatch::Alarm", attributes{"Namespace": "AWS/SQS", "Dimensions": list(attributes{"Name": "QueueName", "Value": nil})},
			ref("Dimensions[0].Value", "app/Queue", "QueueName")),
		stacked("Queue", "SQS::Queue", attributes{"RedrivePolicy": attributes{"maxReceiveCount": 3.0}},
			ref("RedrivePolicy.deadLetterTargetArn", "app/Dead", "Arn")),
		stacked("Dead", "SQS::Queue", attributes{}),
	)
	equal(t, "placed_in", edges(g, graph.PlacedIn), []string{"app/Fn > app/Net (vpc_config[0].subnet_ids[0])"})
	equal(t, "data", edges(g, graph.DependsOnData), []string{"app/Fn > app/Table (environment[0].variables.TABLE)"})
	equal(t, "watched", edges(g, graph.WatchedBy), []string{"app/Queue > app/Alarm (dimensions.QueueName)"})
	same(t, "zones", g.Resource("app/Fn").Zones, []string{"eu-west-1a"})
	same(t, "unknown", unknowns(g.Resource("app/Fn")), []string{
		"environment[0].variables.TABLE ? app/Table.Ref", "timeout ? Parameter Timeout", "vpc_config[0].subnet_ids[0] ? app/Net.Ref",
	})
	same(t, "unknown of the queue", unknowns(g.Resource("app/Queue")), []string{"redrive_policy ? app/Dead.Arn"})
	attrs := []string{}
	for _, r := range []string{"app/Fn", "app/Alarm", "app/Queue"} {
		for _, ref := range g.Resource(r).Refs {
			attrs = append(attrs, string(ref.Path)+" = "+ref.To+"."+ref.Attr)
		}
	}
	same(t, "references", attrs, []string{
		"vpc_config[0].subnet_ids[0] = app/Net.id", "environment[0].variables.TABLE = app/Table.name",
		"dimensions.QueueName = app/Queue.name", "redrive_policy = app/Dead.arn",
	})
	if at := g.Locate("app/Fn", "vpc_config[0].subnet_ids[1]").Deciding().File; at != "app/Fn:VpcConfig.SubnetIds[1]" {
		t.Error("the second subnet is located at", at)
	}
	if at := g.Locate("app/Alarm", "dimensions.QueueName").Deciding().File; at != "app/Alarm:Dimensions[0].Value" {
		t.Error("the dimension is located at", at)
	}
}

func TestNativePairs(t *testing.T) {
	t.Parallel()
	lb := complete(t, stacked("Lb", "ElasticLoadBalancingV2::LoadBalancer", attributes{
		"Type": "network", "Scheme": "internal",
		"LoadBalancerAttributes": list(
			attributes{"Key": "load_balancing.cross_zone.enabled", "Value": "true"},
			attributes{"Key": "access_logs.s3.enabled", "Value": nil},
			attributes{"Key": "made.up", "Value": "x"}),
	}, unknown("LoadBalancerAttributes[1].Value", "Parameter Logs"))).Resource("app/Lb")
	same(t, "known", written(lb, "internal", "enable_cross_zone_load_balancing", "enable_deletion_protection"), attributes{
		"internal": true, "enable_cross_zone_load_balancing": true, "enable_deletion_protection": false,
	})
	same(t, "unknown", unknowns(lb), []string{"access_logs[0].enabled ? Parameter Logs"})

	lb = complete(t, stacked("Lb", "ElasticLoadBalancingV2::LoadBalancer", attributes{"Scheme": nil},
		unknown("LoadBalancerAttributes", "Parameter All"), unknown("Scheme", "Parameter Scheme"))).Resource("app/Lb")
	for _, name := range []graph.Path{"enable_deletion_protection", "internal", "access_logs[0].enabled"} {
		if len(lb.UnknownAt(name)) == 0 || lb.Attribute(name) != nil {
			t.Errorf("%s is %v, not unknown", name, lb.Attribute(name))
		}
	}
}

// TestChoiceOfMapping is about an instance that may be the member of a cluster.
func TestChoiceOfMapping(t *testing.T) {
	t.Parallel()
	cluster := stacked("Cluster", "RDS::DBCluster", attributes{"Engine": "aurora-mysql"})
	for _, c := range []struct {
		name    string
		r       *graph.Resource
		typ     string
		maybe   bool
		members int
		open    int
	}{
		{"absent", stacked("Db", "RDS::DBInstance", attributes{"Engine": "mysql"}), "aws_db_instance", false, 0, 0},
		{"known", stacked("Db", "RDS::DBInstance", attributes{"DBClusterIdentifier": "orders"}), "aws_rds_cluster_instance", false, 0, 0},
		{"a reference", stacked("Db", "RDS::DBInstance", attributes{}, ref("DBClusterIdentifier", "app/Cluster", "Ref")), "aws_rds_cluster_instance", false, 1, 0},
		{"a condition", stacked("Db", "RDS::DBInstance", attributes{}, unknown("DBClusterIdentifier", "Condition Aurora")), "aws_db_instance", true, 0, 1},
	} {
		g := complete(t, c.r, cluster)
		r := g.Resource("app/Db")
		if r.Type != c.typ || r.MayExist != c.maybe {
			t.Errorf("%s: %s, may exist: %v", c.name, r.Type, r.MayExist)
		}
		if n := len(edges(g, graph.MemberOf)); n != c.members {
			t.Errorf("%s: %d members", c.name, n)
		}
		if open := g.Open(graph.MemberOf, "aws_rds_cluster"); len(open) != c.open {
			t.Errorf("%s: open edges %v", c.name, open)
		}
	}
}

func TestElementsAreResources(t *testing.T) {
	t.Parallel()
	g := complete(t,
		stacked("Dns", "Route53::RecordSetGroup", attributes{
			"HostedZoneName": "example.com.",
			"RecordSets": list(
				attributes{"Name": "www.example.com.", "Type": "A", "AliasTarget": attributes{"DNSName": nil}},
				attributes{"Name": "old.example.com.", "Type": "CNAME", "ResourceRecords": list("www.example.com")}),
		}, ref("RecordSets[0].AliasTarget.DNSName", "app/Lb", "DNSName")),
		stacked("Zone", "Route53::HostedZone", attributes{"Name": "example.com."}),
		stacked("Lb", "ElasticLoadBalancingV2::LoadBalancer", attributes{}),
		stacked("Vm", "EC2::Instance", attributes{"Volumes": list(attributes{"Device": "/dev/sdf"})}, ref("Volumes[0].VolumeId", "app/Disk", "Ref")),
		stacked("Disk", "EC2::Volume", attributes{}),
	)
	equal(t, "routes", edges(g, graph.RoutesTo), []string{"app/Dns.RecordSets[0] > app/Lb (alias[0].name)"})
	equal(t, "members", edges(g, graph.MemberOf), []string{
		"app/Disk > app/Vm (attachment[0].instance_id)",
		"app/Dns.RecordSets[0] > app/Zone (zone_id)", "app/Dns.RecordSets[1] > app/Zone (zone_id)",
	})
	if g.Resource("app/Dns") != nil {
		t.Error("the group is a resource beside its records")
	}
	if at := g.Locate("app/Dns.RecordSets[1]", "records[0]").Deciding().File; at != "app/Dns:RecordSets[1].ResourceRecords[0]" {
		t.Error("the record is located at", at)
	}
	unread := complete(t, stacked("Dns", "Route53::RecordSetGroup", attributes{}, unknown("RecordSets", "Parameter Records")))
	if all := unread.ByType("aws_route53_record"); len(all) != 1 || !all[0].MayExist {
		t.Error("unknown records are", all)
	}
}

func TestUnmappedTypeStays(t *testing.T) {
	t.Parallel()
	g := complete(t,
		stacked("Api", "ApiGateway::UsagePlan", attributes{"Type": "TOKEN", "Tags": attributes{"a": "b"}}, ref("RestApiId", "app/Queue", "Arn")),
		stacked("Queue", "SQS::Queue", attributes{}),
	)
	r := g.Resource("app/Api")
	if r.Type != "AWS::ApiGateway::UsagePlan" || r.Attributes["Type"] != "TOKEN" || r.Tags["a"] != "b" {
		t.Errorf("%s %v %v", r.Type, r.Attributes, r.Tags)
	}
	equal(t, "references", edges(g, graph.References), []string{"app/Api > app/Queue (RestApiId)"})
}

func TestGlobalTable(t *testing.T) {
	t.Parallel()
	replica := func(region any, recovery bool) attributes {
		return attributes{"Region": region, "PointInTimeRecoverySpecification": attributes{"PointInTimeRecoveryEnabled": recovery}}
	}
	r := complete(t, stacked("Orders", "DynamoDB::GlobalTable", attributes{
		"Replicas": list(replica("us-east-1", false), replica("eu-west-1", true), replica("eu-central-1", false)),
	})).Resource("app/Orders")
	same(t, "table", written(r, "point_in_time_recovery", "deletion_protection_enabled", "replica"), attributes{
		"point_in_time_recovery": list(attributes{"enabled": true}), "deletion_protection_enabled": false,
		"replica": list(
			attributes{"region_name": "us-east-1", "point_in_time_recovery": false, "deletion_protection_enabled": false},
			attributes{"region_name": "eu-central-1", "point_in_time_recovery": false, "deletion_protection_enabled": false}),
	})
	anywhere := stacked("Orders", "DynamoDB::GlobalTable", attributes{"Replicas": list(replica("us-east-1", false), replica("eu-west-1", true))})
	anywhere.Scope.Region = ""
	if r := complete(t, anywhere).Resource("app/Orders"); len(r.UnknownAt("point_in_time_recovery")) == 0 {
		t.Error("without a region it is known which replica is the table:", r.Attributes)
	}
}

func TestRestoreIsNoReplica(t *testing.T) {
	t.Parallel()
	g := complete(t,
		stacked("Copy", "RDS::DBInstance", attributes{"UseLatestRestorableTime": true}, ref("SourceDBInstanceIdentifier", "app/Db", "Ref")),
		stacked("Reader", "RDS::DBInstance", attributes{}, ref("SourceDBInstanceIdentifier", "app/Db", "Ref")),
		stacked("Db", "RDS::DBInstance", attributes{}),
	)
	equal(t, "replicas", edges(g, graph.ReplicatesTo), []string{"app/Db > app/Reader (replicate_source_db)"})
	if at := g.Locate("app/Copy", "restore_to_point_in_time[0].source_db_instance_identifier").Deciding().File; at != "app/Copy:SourceDBInstanceIdentifier" {
		t.Error("the source is located at", at)
	}
}

// TestOriginsKeepNativeForm holds that the translation changes copies only.
func TestOriginsKeepNativeForm(t *testing.T) {
	t.Parallel()
	r := stacked("Fn", "Lambda::Function", attributes{"VpcConfig": attributes{"SubnetIds": list("a")}, "Timeout": "5"})
	g := complete(t, r)
	same(t, "origin", g.Origins()[0].Attributes, attributes{"VpcConfig": attributes{"SubnetIds": list("a")}, "Timeout": "5"})
	same(t, "mapped", catalog.Mapped("AWS::RDS::DBInstance"), []string{"aws_db_instance", "aws_rds_cluster_instance"})
}

func TestSpelled(t *testing.T) {
	t.Parallel()
	r := func(typ, native string) *graph.Resource {
		return &graph.Resource{Type: typ, NativeType: native, Source: graph.CloudFormation}
	}
	for _, c := range []struct {
		r          *graph.Resource
		path, want string
	}{
		{r("aws_db_instance", "AWS::RDS::DBInstance"), "multi_az", "MultiAZ"},
		{r("aws_rds_cluster_instance", "AWS::RDS::DBInstance"), "cluster_identifier", "DBClusterIdentifier"},
		{r("aws_lb_target_group", "AWS::ElasticLoadBalancingV2::TargetGroup"), "health_check[0].path", "HealthCheckPath"},
		{r("aws_lambda_function", "AWS::Lambda::Function"), "vpc_config[0].subnet_ids", "VpcConfig.SubnetIds"},
		{r("aws_lb", "AWS::ElasticLoadBalancingV2::LoadBalancer"), "idle_timeout", "LoadBalancerAttributes.idle_timeout.timeout_seconds"},
		{r("aws_route53_record", "AWS::Route53::RecordSetGroup"), "failover_routing_policy[0].type", "RecordSets.Failover"},
		{r("aws_autoscaling_group", "AWS::AutoScaling::AutoScalingGroup"), "suspended_processes", "suspended_processes"},
		{&graph.Resource{Type: "aws_db_instance", NativeType: "aws_db_instance", Source: graph.Terraform}, "multi_az", "multi_az"},
	} {
		if got := catalog.Spelled(c.r, graph.Path(c.path)); got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.path, c.r.NativeType, got, c.want)
		}
	}
}
