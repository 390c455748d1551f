package catalog_test

import (
	"fmt"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// BenchmarkComplete shows that the cost of a resource does not grow with their number.
func BenchmarkComplete(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				work := estate(n)
				b.StartTimer()
				catalog.Complete(work)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/resource")
		})
	}
}

// BenchmarkCompleteNative is the same for resources that are written in CloudFormation.
func BenchmarkCompleteNative(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				work := stacks(n)
				b.StartTimer()
				catalog.Complete(work)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/resource")
		})
	}
}

// stacks is about n resources in stacks of one small system.
func stacks(n int) *graph.Builder {
	b := &graph.Builder{}
	for i := range n / 8 {
		stack := fmt.Sprint("stack", i)
		add := func(name, typ string, a attributes, options ...option) {
			r := stacked(name, typ, a, append(options, group(stack))...)
			r.ID = stack + "/" + name
			b.Add(r, lines(r.ID))
		}
		add("Net", "EC2::Subnet", attributes{"AvailabilityZone": "eu-west-1a", "CidrBlock": "10.0.0.0/24"})
		add("Data", "RDS::DBSubnetGroup", attributes{"SubnetIds": list(nil)}, ref("SubnetIds[0]", stack+"/Net", "Ref"))
		add("Db", "RDS::DBInstance", attributes{"MultiAZ": true, "Engine": "postgres", "Tags": list(attributes{"Key": "a", "Value": "b"})},
			ref("DBSubnetGroupName", stack+"/Data", "Ref"))
		add("Alarm", "CloudWatch::Alarm", attributes{"Namespace": "AWS/RDS", "Dimensions": list(attributes{"Name": "DBInstanceIdentifier", "Value": nil})},
			ref("Dimensions[0].Value", stack+"/Db", "Ref"))
		add("Lb", "ElasticLoadBalancingV2::LoadBalancer", attributes{
			"Scheme": "internal", "Subnets": list(nil),
			"LoadBalancerAttributes": list(attributes{"Key": "deletion_protection.enabled", "Value": "true"}),
		}, ref("Subnets[0]", stack+"/Net", "Ref"))
		add("Fn", "Lambda::Function", attributes{"VpcConfig": attributes{"SubnetIds": list(nil)}, "MemorySize": 128.0},
			ref("VpcConfig.SubnetIds[0]", stack+"/Net", "Ref"))
		add("Bucket", "S3::Bucket", attributes{"VersioningConfiguration": attributes{"Status": "Enabled"}})
		add("Group", "EC2::SecurityGroup", attributes{"GroupDescription": "x"}, ref("VpcId", "net/Vpc", "Ref"))
	}
	return b
}

// estate is a configuration of about n resources: copies of one small system.
func estate(n int) *graph.Builder {
	b := &graph.Builder{}
	for i := range n / 12 {
		named := func(typ string) string { return fmt.Sprintf("%s.x%d", typ, i) }
		key := fmt.Sprint("x", i)
		inGroup := group(fmt.Sprint("root", i%10))
		add := func(typ string, a attributes, options ...option) {
			b.Add(resource(named(typ), a, append(options, inGroup)...), nil)
		}
		add("aws_subnet", attributes{"availability_zone": "eu-west-1a"})
		add("aws_db_subnet_group", attributes{"name": key, "subnet_ids": list(nil)}, ref("subnet_ids[0]", named("aws_subnet"), "id"))
		add("aws_db_instance", attributes{"identifier": key, "multi_az": true, "db_subnet_group_name": key, "engine": "postgres"}, tags("backup", "daily"))
		add("aws_cloudwatch_metric_alarm", attributes{"namespace": "AWS/RDS", "dimensions": attributes{"DBInstanceIdentifier": key}})
		add("aws_lb", attributes{"name": key}, ref("subnets[0]", named("aws_subnet"), "id"))
		add("aws_lb_listener", attributes{"default_action": list(attributes{"type": "forward"})},
			ref("load_balancer_arn", named("aws_lb"), "arn"), ref("default_action[0].target_group_arn", named("aws_lb_target_group"), "arn"))
		add("aws_lb_target_group", attributes{"name": key})
		add("aws_autoscaling_group", attributes{"name": key, "max_size": 3.0},
			ref("vpc_zone_identifier[0]", named("aws_subnet"), "id"), ref("target_group_arns[0]", named("aws_lb_target_group"), "arn"))
		add("aws_autoscaling_policy", attributes{"autoscaling_group_name": key})
		add("aws_s3_bucket", attributes{"bucket": nil}, unknown("bucket", "var.b"))
		add("aws_s3_bucket_versioning", attributes{"bucket": nil}, unknown("bucket", "var.b"))
		add("aws_security_group", attributes{"name": "x"}, ref("vpc_id", "aws_vpc.main", "id"))
	}
	b.Add(resource("aws_backup_plan.p", attributes{}), nil)
	b.Add(resource("aws_backup_selection.p", attributes{"selection_tag": list(attributes{"key": "backup", "value": "daily"})},
		ref("plan_id", "aws_backup_plan.p", "id")), nil)
	b.Add(resource("aws_vpc.main", attributes{}), nil)
	return b
}
