package cli_test

import (
	"fmt"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// object is what a service answers about a resource, as CloudFormation properties.
type object = map[string]any

// liveEstate is an organisation of about n resources as a snapshot of it is read: ARNs
// for IDs, native types and properties, everything known. Accounts have some 500
// resources a region, in systems of a load balancer, instances, functions, a database, a
// cache and what belongs to them. Property names are shared, as they are by a reader that
// keeps one of each; values are not.
func liveEstate(n int) *graph.Builder {
	b := &graph.Builder{WithoutOrigins: true}
	for i := 0; len(b.Resources) < n; i++ {
		s := liveSystem{b: b, n: i, account: fmt.Sprintf("%012d", 100_000_000_000+i/50), region: liveRegions()[i/10%5]}
		s.network()
		s.balanced()
		s.stores()
		s.functions()
	}
	return b
}

func liveRegions() []string {
	return []string{"eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2"}
}

// liveSystem adds the resources of one system.
type liveSystem struct {
	b               *graph.Builder
	n               int
	account, region string
}

// add adds a resource; refs are the properties that name another one, by its ID.
func (s *liveSystem) add(id, typ string, properties object, refs ...string) string {
	r := &graph.Resource{
		ID: id, Type: typ, NativeType: typ, Group: s.account, Source: graph.Live, Attributes: properties,
		Scope: graph.Scope{Provider: "aws", Account: s.account, Region: s.region},
	}
	for i := 0; i < len(refs); i += 2 {
		r.Refs = append(r.Refs, graph.Ref{Path: graph.Path(refs[i]), To: refs[i+1], Attr: "Ref", Exact: true})
	}
	s.b.Add(r, nil)
	return id
}

// arn is that of a resource in the system's account and region.
func (s *liveSystem) arn(service, resource string) string {
	return strings.Join([]string{"arn:aws", service, s.region, s.account, resource}, ":")
}

// id is an identifier as EC2 makes them.
func (s *liveSystem) id(prefix string, i int) string {
	return fmt.Sprintf("%s-%017x", prefix, (s.n*16+i)*0x9e3779b1)
}

func (s *liveSystem) name(what string) string { return fmt.Sprintf("%s-%d", what, s.n) }

// tags are what a platform team puts on everything.
func (s *liveSystem) tags(name string) []any {
	return []any{
		object{"Key": "Name", "Value": s.name(name)},
		object{"Key": "environment", "Value": "production"},
		object{"Key": "team", "Value": fmt.Sprint("team-", s.n%40)},
		object{"Key": "cost-center", "Value": fmt.Sprint(4000 + s.n%200)},
	}
}

// ec2 adds a resource of EC2 and returns its ARN.
func (s *liveSystem) ec2(kind, id, typ string, properties object, refs ...string) string {
	return s.add(s.arn("ec2", kind+"/"+id), "AWS::EC2::"+typ, properties, refs...)
}

func (s *liveSystem) subnet(i int) (arn, id string) {
	id = s.id("subnet", i)
	return s.arn("ec2", "subnet/"+id), id
}

func (s *liveSystem) network() {
	vpcID := s.id("vpc", 0)
	vpc := s.ec2("vpc", vpcID, "VPC", object{
		"VpcId": vpcID, "CidrBlock": fmt.Sprintf("10.%d.0.0/16", s.n%250), "EnableDnsHostnames": true, "EnableDnsSupport": true,
		"InstanceTenancy": "default", "Tags": s.tags("vpc"),
	})
	for i := range 3 {
		arn, id := s.subnet(i)
		table, association := s.id("rtb", i), s.id("rtbassoc", i)
		s.ec2("subnet", id, "Subnet", object{
			"SubnetId": id, "VpcId": vpcID, "CidrBlock": fmt.Sprintf("10.%d.%d.0/24", s.n%250, i),
			"AvailabilityZone": s.region + string(rune('a'+i)), "MapPublicIpOnLaunch": false, "AssignIpv6AddressOnCreation": false,
			"Tags": s.tags("subnet"),
		}, "VpcId", vpc)
		tableARN := s.ec2("route-table", table, "RouteTable", object{"RouteTableId": table, "VpcId": vpcID, "Tags": s.tags("rtb")}, "VpcId", vpc)
		s.ec2("association", association, "SubnetRouteTableAssociation", object{"Id": association, "SubnetId": id, "RouteTableId": table},
			"SubnetId", arn, "RouteTableId", tableARN)
	}
}

// group adds a security group and returns its ID.
func (s *liveSystem) group(i int) string {
	id := s.id("sg", i)
	s.ec2("security-group", id, "SecurityGroup", object{
		"GroupId": id, "GroupName": fmt.Sprintf("sg-%d-%d", s.n, i), "GroupDescription": "Managed by the platform team", "VpcId": s.id("vpc", 0),
		"SecurityGroupIngress": []any{object{"IpProtocol": "tcp", "FromPort": 443.0, "ToPort": 443.0, "CidrIp": "10.0.0.0/8", "Description": "https"}},
		"SecurityGroupEgress":  []any{object{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}},
		"Tags":                 s.tags("sg"),
	}, "VpcId", s.arn("ec2", "vpc/"+s.id("vpc", 0)))
	return id
}

// subnets are the three subnets, as a property and as references from it.
func (s *liveSystem) subnets(property string) (ids []any, refs []string) {
	for i := range 3 {
		arn, id := s.subnet(i)
		ids = append(ids, id)
		refs = append(refs, fmt.Sprintf("%s[%d]", property, i), arn)
	}
	return ids, refs
}

func (s *liveSystem) balanced() {
	ids, refs := s.subnets("Subnets")
	lb := s.add(s.arn("elasticloadbalancing", fmt.Sprintf("loadbalancer/app/lb-%d/%016x", s.n, s.n)), "AWS::ElasticLoadBalancingV2::LoadBalancer", object{
		"LoadBalancerName": s.name("lb"), "Scheme": "internet-facing", "Type": "application", "IpAddressType": "ipv4",
		"Subnets": ids, "SecurityGroups": []any{s.group(0)}, "Tags": s.tags("lb"),
		"DNSName": fmt.Sprintf("lb-%d-1234567890.%s.elb.amazonaws.com", s.n, s.region),
		"LoadBalancerAttributes": []any{
			object{"Key": "deletion_protection.enabled", "Value": "false"},
			object{"Key": "idle_timeout.timeout_seconds", "Value": "60"},
			object{"Key": "load_balancing.cross_zone.enabled", "Value": "true"},
			object{"Key": "access_logs.s3.enabled", "Value": "false"},
			object{"Key": "routing.http2.enabled", "Value": "true"},
			object{"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "false"},
		},
	}, refs...)
	target := s.add(s.arn("elasticloadbalancing", fmt.Sprintf("targetgroup/tg-%d/%016x", s.n, s.n)), "AWS::ElasticLoadBalancingV2::TargetGroup", object{
		"Name": s.name("tg"), "Port": 80.0, "Protocol": "HTTP", "ProtocolVersion": "HTTP1", "VpcId": s.id("vpc", 0), "TargetType": "instance",
		"HealthCheckEnabled": true, "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 30.0, "HealthCheckTimeoutSeconds": 5.0,
		"HealthyThresholdCount": 5.0, "UnhealthyThresholdCount": 2.0, "Matcher": object{"HttpCode": "200"}, "Tags": s.tags("tg"),
	}, "VpcId", s.arn("ec2", "vpc/"+s.id("vpc", 0)))
	s.add(s.arn("elasticloadbalancing", fmt.Sprintf("listener/app/lb-%d/%016x/%016x", s.n, s.n, s.n)), "AWS::ElasticLoadBalancingV2::Listener", object{
		"LoadBalancerArn": lb, "Port": 443.0, "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"DefaultActions": []any{object{"Type": "forward", "TargetGroupArn": target}},
	}, "LoadBalancerArn", lb, "DefaultActions[0].TargetGroupArn", target)
	template := s.id("lt", 0)
	templateARN := s.ec2("launch-template", template, "LaunchTemplate", object{
		"LaunchTemplateId": template, "LaunchTemplateName": s.name("lt"),
		"LaunchTemplateData": object{"ImageId": "ami-0123456789abcdef0", "InstanceType": "m6i.large", "EbsOptimized": true},
	})
	ids, refs = s.subnets("VPCZoneIdentifier")
	refs = append(refs, "LaunchTemplate.LaunchTemplateId", templateARN, "TargetGroupARNs[0]", target)
	s.add(s.arn("autoscaling", "autoScalingGroup:x:autoScalingGroupName/"+s.name("asg")), "AWS::AutoScaling::AutoScalingGroup", object{
		"AutoScalingGroupName": s.name("asg"), "MinSize": "2", "MaxSize": "6", "DesiredCapacity": "2", "HealthCheckType": "EC2",
		"HealthCheckGracePeriod": 300.0, "VPCZoneIdentifier": ids, "TargetGroupARNs": []any{target}, "Tags": s.tags("asg"),
		"LaunchTemplate": object{"LaunchTemplateId": template, "Version": "1"},
	}, refs...)
	for i := range 3 {
		arn, subnet := s.subnet(i)
		id, volume := s.id("i", i), s.id("vol", i)
		instance := s.ec2("instance", id, "Instance", object{
			"InstanceId": id, "ImageId": "ami-0123456789abcdef0", "InstanceType": "m6i.large", "SubnetId": subnet, "EbsOptimized": true,
			"AvailabilityZone": s.region + string(rune('a'+i)), "Monitoring": false, "SourceDestCheck": true, "Tenancy": "default",
			"SecurityGroupIds": []any{s.id("sg", 0)}, "PrivateIpAddress": fmt.Sprintf("10.%d.%d.10", s.n%250, i), "Tags": s.tags("web"),
			"IamInstanceProfile": s.name("profile"),
		}, "SubnetId", arn)
		s.ec2("volume", volume, "Volume", object{
			"VolumeId": volume, "Size": 100.0, "VolumeType": "gp3", "Iops": 3000.0, "Throughput": 125.0, "Encrypted": true,
			"AvailabilityZone": s.region + string(rune('a'+i)), "KmsKeyId": s.arn("kms", "key/11111111-2222-3333-4444-555555555555"), "Tags": s.tags("vol"),
		})
		s.alarm(i, "AWS/EC2", "StatusCheckFailed", "InstanceId", id, instance)
	}
}

// alarm adds an alarm on a metric that has one dimension.
func (s *liveSystem) alarm(i int, namespace, metric, dimension, value, watched string) {
	topic := s.arn("sns", s.name("topic"))
	name := fmt.Sprintf("alarm-%s-%d-%d", metric, s.n, i)
	s.add(s.arn("cloudwatch", "alarm:"+name), "AWS::CloudWatch::Alarm", object{
		"AlarmName": name, "Namespace": namespace, "MetricName": metric, "Statistic": "Average", "Period": 60.0, "EvaluationPeriods": 3.0,
		"Threshold": 80.0, "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "missing", "ActionsEnabled": true,
		"AlarmActions": []any{topic}, "Dimensions": []any{object{"Name": dimension, "Value": value}},
	}, "AlarmActions[0]", topic, "Dimensions[0].Value", watched)
}

func (s *liveSystem) stores() {
	s.add(s.arn("sns", s.name("topic")), "AWS::SNS::Topic", object{"TopicName": s.name("topic"), "TopicArn": s.arn("sns", s.name("topic")), "Tags": s.tags("topic")})
	ids, refs := s.subnets("SubnetIds")
	group := s.add(s.arn("rds", "subgrp:"+s.name("db")), "AWS::RDS::DBSubnetGroup", object{
		"DBSubnetGroupName": s.name("db"), "DBSubnetGroupDescription": "private", "SubnetIds": ids,
	}, refs...)
	database := s.arn("rds", "db:"+s.name("db"))
	s.add(database, "AWS::RDS::DBInstance", object{
		"DBInstanceIdentifier": s.name("db"), "DBInstanceArn": database, "DBInstanceClass": "db.m6g.large", "Engine": "postgres", "EngineVersion": "16.3",
		"AllocatedStorage": "100", "StorageType": "gp3", "StorageEncrypted": true, "KmsKeyId": s.arn("kms", "key/11111111-2222-3333-4444-555555555555"),
		"MultiAZ": s.n%3 != 0, "BackupRetentionPeriod": float64(s.n % 8), "PreferredBackupWindow": "03:00-04:00", "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
		"AutoMinorVersionUpgrade": true, "CopyTagsToSnapshot": true, "DeletionProtection": s.n%2 == 0, "DBSubnetGroupName": s.name("db"),
		"DBParameterGroupName": "default.postgres16", "EnablePerformanceInsights": true, "MonitoringInterval": 60.0, "PubliclyAccessible": false,
		"VPCSecurityGroups": []any{s.group(1)}, "MasterUsername": "app", "Port": "5432", "CACertificateIdentifier": "rds-ca-rsa2048-g1", "Tags": s.tags("db"),
	}, "DBSubnetGroupName", group)
	s.alarm(0, "AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", s.name("db"), database)
	s.add(s.arn("elasticache", "replicationgroup:"+s.name("cache")), "AWS::ElastiCache::ReplicationGroup", object{
		"ReplicationGroupId": s.name("cache"), "ReplicationGroupDescription": "cache", "CacheNodeType": "cache.m6g.large", "Engine": "redis",
		"AutomaticFailoverEnabled": s.n%4 != 0, "MultiAZEnabled": s.n%4 != 0, "NumCacheClusters": 2.0, "SnapshotRetentionLimit": 7.0,
		"AtRestEncryptionEnabled": true, "TransitEncryptionEnabled": true, "Tags": s.tags("cache"),
	})
	s.add(s.arn("dynamodb", "table/"+s.name("table")), "AWS::DynamoDB::Table", object{
		"TableName": s.name("table"), "BillingMode": "PAY_PER_REQUEST", "DeletionProtectionEnabled": true,
		"AttributeDefinitions":             []any{object{"AttributeName": "id", "AttributeType": "S"}},
		"KeySchema":                        []any{object{"AttributeName": "id", "KeyType": "HASH"}},
		"PointInTimeRecoverySpecification": object{"PointInTimeRecoveryEnabled": s.n%2 == 0}, "Tags": s.tags("table"),
	})
	bucket := fmt.Sprintf("bucket-%s-%d", s.account, s.n)
	s.add("arn:aws:s3:::"+bucket, "AWS::S3::Bucket", object{
		"BucketName": bucket, "VersioningConfiguration": object{"Status": "Enabled"}, "Tags": s.tags("bucket"),
		"BucketEncryption":               object{"ServerSideEncryptionConfiguration": []any{object{"ServerSideEncryptionByDefault": object{"SSEAlgorithm": "AES256"}}}},
		"PublicAccessBlockConfiguration": object{"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true},
	})
}

func (s *liveSystem) functions() {
	for i := range 4 {
		name := fmt.Sprintf("fn-%d-%d", s.n, i)
		queue := s.arn("sqs", name)
		s.add(queue, "AWS::SQS::Queue", object{
			"QueueName": name, "Arn": queue, "VisibilityTimeout": 30.0, "MessageRetentionPeriod": 345600.0, "DelaySeconds": 0.0, "SqsManagedSseEnabled": true,
			"QueueUrl": fmt.Sprintf("https://sqs.%s.amazonaws.com/%s/%s", s.region, s.account, name), "Tags": s.tags("queue"),
		})
		ids, refs := s.subnets("VpcConfig.SubnetIds")
		refs = append(refs, "Environment.Variables.QUEUE", queue)
		function := s.add(s.arn("lambda", "function:"+name), "AWS::Lambda::Function", object{
			"FunctionName": name, "Runtime": "python3.12", "Handler": "app.handler", "MemorySize": 512.0, "Timeout": 30.0, "Architectures": []any{"arm64"},
			"Role": s.arn("iam", "role/"+name), "PackageType": "Zip", "TracingConfig": object{"Mode": "PassThrough"}, "EphemeralStorage": object{"Size": 512.0},
			"Environment": object{"Variables": object{"QUEUE": queue, "STAGE": "production"}}, "VpcConfig": object{"SubnetIds": ids, "SecurityGroupIds": []any{s.id("sg", 0)}},
			"Tags": s.tags("fn"),
		}, refs...)
		s.add(fmt.Sprintf("arn:aws:iam::%s:role/%s", s.account, name), "AWS::IAM::Role", object{
			"RoleName": name, "Path": "/", "MaxSessionDuration": 3600.0, "ManagedPolicyArns": []any{"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},
			"AssumeRolePolicyDocument": object{"Version": "2012-10-17", "Statement": []any{object{
				"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": object{"Service": "lambda.amazonaws.com"},
			}}}, "Tags": s.tags("role"),
		})
		s.add(s.arn("logs", "log-group:/aws/lambda/"+name), "AWS::Logs::LogGroup", object{"LogGroupName": "/aws/lambda/" + name, "RetentionInDays": 30.0})
		s.add(s.arn("lambda", "event-source-mapping:"+name), "AWS::Lambda::EventSourceMapping", object{
			"EventSourceArn": queue, "FunctionName": name, "BatchSize": 10.0, "Enabled": true,
		}, "EventSourceArn", queue, "FunctionName", function)
		s.alarm(i, "AWS/Lambda", "Errors", "FunctionName", name, function)
	}
}
