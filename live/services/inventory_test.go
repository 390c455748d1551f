package services

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// configDocuments are answers of AWS Config: results of queries by type and region.
type configDocuments map[string]string

func (d configDocuments) add(t *testing.T, region, typ, token, next string, results ...string) {
	t.Helper()
	query := fmt.Sprintf("SELECT resourceId, resourceName, arn, accountId, awsRegion, configurationItemCaptureTime, tags, configuration, supplementaryConfiguration"+
		" WHERE resourceType = '%s' AND awsRegion = '%s'", typ, region)
	request := map[string]any{"ConfigurationAggregatorName": "org", "Expression": query, "MaxResults": 100}
	if token != "" {
		request["NextToken"] = token
	}
	answer := map[string]any{"Results": results}
	if next != "" {
		answer["NextToken"] = next
	}
	// The SDK writes members in the order of their names, as Marshal does, and quotes plainly.
	key := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(document(t, request))
	d["SelectAggregateResourceConfig "+key] = document(t, answer)
}

// ci is a configuration item as a query returns it, with what it has in every one.
func ci(account, region, typ, id, configuration, more string) string {
	arn := fmt.Sprintf("arn:aws:%s:%s:%s:%s", strings.TrimSuffix(service(typ), "v2"), region, account, id)
	if name := service(typ); name == "s3" || name == "route53" {
		arn = "arn:aws:" + name + ":::" + id
	}
	return fmt.Sprintf(`{"resourceId":%q,"resourceName":%q,"accountId":%q,"awsRegion":%q,"arn":%q,"configurationItemCaptureTime":"2026-11-20T08:30:00.123Z","tags":[{"tag":"tier=1","key":"tier","value":"1"}],"configuration":%s%s}`,
		id, id, account, region, arn, configuration, more)
}

func TestInventory(t *testing.T) {
	t.Parallel()
	const a, b, west = "111111111111", "222222222222", "eu-west-1"
	d := configDocuments{
		"SelectAggregateResourceConfig": `{"Results":[]}`,
		`DescribeConfigurationAggregatorSourcesStatus {"ConfigurationAggregatorName":"org"}`: `{"AggregatedSourceStatusList":[
			{"SourceId":"o-abcdefghij","SourceType":"ORGANIZATION","AwsRegion":"eu-central-1","LastUpdateStatus":"SUCCEEDED"},
			{"SourceId":"111111111111","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED","LastUpdateTime":1764000000},
			{"SourceId":"111111111111","SourceType":"ACCOUNT","AwsRegion":"us-east-1","LastUpdateStatus":"OUTDATED"},
			{"SourceId":"222222222222","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED"},
			{"SourceId":"333333333333","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"FAILED","LastErrorCode":"AccessDenied","LastErrorMessage":"The account has not authorized the aggregator"}]}`,
	}
	one := func(typ, id, configuration, more string) {
		t.Helper()
		d.add(t, west, typ, "", "", ci(a, west, typ, id, configuration, more))
	}
	one("AWS::EC2::VPC", "vpc/vpc-11111111", `{"cidrBlock":"10.0.0.0/16","dhcpOptionsId":"dopt-1","state":{"value":"available"},"vpcId":"vpc-11111111","ownerId":"111111111111","instanceTenancy":"default","isDefault":false}`, "")
	// Two pages, and a result that is none.
	subnet := func(id, zone string) string {
		return ci(a, west, "AWS::EC2::Subnet", "subnet/"+id, `{"availabilityZone":"`+zone+`","availabilityZoneId":"euw1-az1","cidrBlock":"10.0.1.0/24","mapPublicIpOnLaunch":false,"subnetId":"`+id+`","vpcId":"vpc-11111111","state":"available"}`, "")
	}
	d.add(t, west, "AWS::EC2::Subnet", "", "more", subnet("subnet-11111111", "eu-west-1a"))
	d.add(t, west, "AWS::EC2::Subnet", "more", "", subnet("subnet-22222222", "eu-west-1b"), `{"accountId":`)
	one("AWS::EC2::RouteTable", "route-table/rtb-11111111", `{"routeTableId":"rtb-11111111","vpcId":"vpc-11111111","associations":[
		{"main":true,"routeTableAssociationId":"rtbassoc-1","routeTableId":"rtb-11111111"},{"main":false,"routeTableAssociationId":"rtbassoc-2","routeTableId":"rtb-11111111","subnetId":"subnet-11111111"}],
		"routes":[{"destinationCidrBlock":"10.0.0.0/16","gatewayId":"local","origin":"CreateRouteTable","state":"active"},{"destinationCidrBlock":"0.0.0.0/0","natGatewayId":"nat-11111111","origin":"CreateRoute","state":"active"}]}`, "")
	one("AWS::EC2::NatGateway", "natgateway/nat-11111111", `{"natGatewayId":"nat-11111111","subnetId":"subnet-11111111","vpcId":"vpc-11111111","state":"available","connectivityType":"public","natGatewayAddresses":[{"allocationId":"eipalloc-1","publicIp":"198.51.100.7"}]}`, "")
	one("AWS::EC2::Instance", "instance/i-11111111", `{"instanceId":"i-11111111","imageId":"ami-1","instanceType":"m6i.large","ebsOptimized":true,"subnetId":"subnet-11111111","placement":{"availabilityZone":"eu-west-1a","groupName":"","tenancy":"default"},
		"monitoring":{"state":"disabled"},"state":{"code":16,"name":"running"},"privateIpAddress":"10.0.1.5","networkInterfaces":[{"subnetId":"subnet-11111111"}],"userData":"planted-secret"}`, "")
	one("AWS::EC2::Volume", "volume/vol-11111111", `{"volumeId":"vol-11111111","availabilityZone":"eu-west-1a","encrypted":true,"size":100,"volumeType":"gp3","state":{"value":"in-use"},"attachments":[{"instanceId":"i-11111111","volumeId":"vol-11111111","device":"/dev/sdf","state":"attached","deleteOnTermination":false}]}`, "")
	one("AWS::RDS::DBSubnetGroup", "subgrp:data", `{"dBSubnetGroupName":"data","dBSubnetGroupArn":"arn:aws:rds:eu-west-1:111111111111:subgrp:data","vpcId":"vpc-11111111","subnets":[{"subnetIdentifier":"subnet-11111111","subnetAvailabilityZone":{"name":"eu-west-1a"}},{"subnetIdentifier":"subnet-22222222","subnetAvailabilityZone":{"name":"eu-west-1b"}}]}`, "")
	d.add(t, west, "AWS::RDS::DBInstance", "", "",
		ci(a, west, "AWS::RDS::DBInstance", "db:orders", `{"dBInstanceIdentifier":"orders","dBInstanceClass":"db.m6g.large","engine":"postgres","engineVersion":"16.3","dBInstanceStatus":"available","masterUsername":"app","endpoint":{"address":"orders.abc.eu-west-1.rds.amazonaws.com","port":5432},
			"allocatedStorage":100,"backupRetentionPeriod":0,"dBSubnetGroup":{"dBSubnetGroupName":"data"},"availabilityZone":"eu-west-1a","multiAZ":false,"autoMinorVersionUpgrade":true,"storageType":"gp3","dbiResourceId":"db-ABC","storageEncrypted":true,"deletionProtection":false,
			"dBInstanceArn":"arn:aws:rds:eu-west-1:111111111111:db:orders","dBParameterGroups":[{"dBParameterGroupName":"default.postgres16"}],"pendingModifiedValues":{"masterUserPassword":"planted-secret"}}`, ""),
		ci(b, west, "AWS::RDS::DBInstance", "db:docs", `{"dBInstanceIdentifier":"docs","dBInstanceClass":"db.r6g.large","engine":"docdb","dBClusterIdentifier":"docs","availabilityZone":"eu-west-1b","multiAZ":false,"dBInstanceArn":"arn:aws:rds:eu-west-1:222222222222:db:docs"}`, ""))
	one("AWS::RDS::DBCluster", "cluster:carts", `{"dbclusterIdentifier":"carts","dbclusterArn":"arn:aws:rds:eu-west-1:111111111111:cluster:carts","dbsubnetGroup":"data","dbclusterParameterGroup":"default.aurora-postgresql16","engine":"aurora-postgresql","engineMode":"provisioned",
		"availabilityZones":[{"value":"eu-west-1a"},{"value":"eu-west-1b"}],"backupRetentionPeriod":7,"deletionProtection":true,"endpoint":{"value":"carts.cluster-abc.eu-west-1.rds.amazonaws.com"},"readerEndpoint":"carts.cluster-ro-abc.eu-west-1.rds.amazonaws.com","port":5432}`, "")
	one("AWS::DynamoDB::Table", "table/orders", `{"tableName":"orders","tableArn":"arn:aws:dynamodb:eu-west-1:111111111111:table/orders","tableStatus":"ACTIVE","keySchema":[{"attributeName":"id","keyType":"HASH"}],"billingModeSummary":{"billingMode":"PAY_PER_REQUEST"},"provisionedThroughput":{"readCapacityUnits":0,"writeCapacityUnits":0}}`,
		`,"supplementaryConfiguration":{"ContinuousBackupsDescription":{"continuousBackupsStatus":"ENABLED","pointInTimeRecoveryDescription":{"pointInTimeRecoveryStatus":"DISABLED"}}}`)
	one("AWS::S3::Bucket", "uploads", `{"name":"uploads","creationDate":"2024-01-01T00:00:00.000Z","owner":{"id":"x"}}`,
		`,"supplementaryConfiguration":{"BucketVersioningConfiguration":"{\"status\":\"Off\",\"isMfaDeleteEnabled\":null}","ServerSideEncryptionConfiguration":{"rules":[{"applyServerSideEncryptionByDefault":{"sseAlgorithm":"aws:kms","kmsMasterKeyID":"arn:aws:kms:eu-west-1:111111111111:key/1"},"bucketKeyEnabled":true}]},
		"BucketLifecycleConfiguration":{"rules":[{"id":"old","status":"Enabled","prefix":null,"filter":{"predicate":{"type":"prefix","prefix":"tmp/"}},"expirationInDays":30,"transitions":[{"days":10,"storageClass":"STANDARD_IA"}]}]},
		"BucketReplicationConfiguration":{"roleARN":"arn:aws:iam::111111111111:role/r","rules":{"all":{"status":"Enabled","prefix":"","destinationConfig":{"bucketARN":"arn:aws:s3:::uploads-copy"}}}}}`)
	one("AWS::KMS::Key", "key/11111111-1111-1111-1111-111111111111", `{"keyId":"11111111-1111-1111-1111-111111111111","arn":"arn:aws:kms:eu-west-1:111111111111:key/11111111-1111-1111-1111-111111111111","enabled":true,"keyManager":"CUSTOMER","multiRegion":false}`, `,"supplementaryConfiguration":{"KeyRotationStatus":true}`)
	one("AWS::Redshift::Cluster", "cluster:reports", `{"clusterIdentifier":"reports","nodeType":"ra3.xlplus","numberOfNodes":2,"automatedSnapshotRetentionPeriod":1,"availabilityZone":"eu-west-1a","clusterSubnetGroupName":"data","encrypted":true,"availabilityZoneRelocationStatus":"disabled","endpoint":{"address":"reports.abc.eu-west-1.redshift.amazonaws.com","port":5439}}`, "")
	one("AWS::ElasticLoadBalancingV2::LoadBalancer", "loadbalancer/app/shop/1", `{"loadBalancerArn":"arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1","dNSName":"Shop-1.eu-west-1.elb.amazonaws.com","canonicalHostedZoneId":"Z32O12XQLNTSW2","loadBalancerName":"shop","scheme":"internet-facing","type":"application",
		"state":{"code":"active"},"availabilityZones":[{"zoneName":"eu-west-1a","subnetId":"subnet-11111111","loadBalancerAddresses":[]},{"zoneName":"eu-west-1b","subnetId":"subnet-22222222","loadBalancerAddresses":[]}],"securityGroups":["sg-1"]}`, "")
	one("AWS::ElasticLoadBalancing::LoadBalancer", "loadbalancer/old", `{"loadBalancerName":"old","dnsname":"old-1.eu-west-1.elb.amazonaws.com","scheme":"internal","availabilityZones":["eu-west-1a"],"subnets":["subnet-11111111"],"instances":[{"instanceId":"i-11111111"}],
		"listenerDescriptions":[{"listener":{"protocol":"HTTP","loadBalancerPort":80,"instancePort":8080,"instanceProtocol":"HTTP"},"policyNames":[]}],"healthCheck":{"target":"HTTP:8080/","interval":30,"timeout":5,"unhealthyThreshold":2,"healthyThreshold":10}}`, "")
	one("AWS::AutoScaling::AutoScalingGroup", "autoScalingGroup:1:autoScalingGroupName/web", `{"autoScalingGroupName":"web","autoScalingGroupARN":"arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/web","launchTemplate":{"launchTemplateId":"lt-1","version":"3"},"minSize":1,"maxSize":4,"desiredCapacity":2,
		"defaultCooldown":300,"availabilityZones":["eu-west-1a","eu-west-1b"],"targetGroupARNs":["arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/1"],"healthCheckType":"EC2","healthCheckGracePeriod":300,"vpczoneIdentifier":"subnet-11111111,subnet-22222222","enabledMetrics":[],"suspendedProcesses":[{"processName":"AZRebalance","suspensionReason":"User"}]}`, "")
	one("AWS::Lambda::Function", "function:thumbs", `{"functionName":"thumbs","functionArn":"arn:aws:lambda:eu-west-1:111111111111:function:thumbs","runtime":"python3.13","timeout":30,"memorySize":512,"packageType":"Zip","vpcConfig":{"subnetIds":["subnet-11111111"],"securityGroupIds":["sg-1"]},"deadLetterConfig":{"targetArn":"arn:aws:sqs:eu-west-1:111111111111:dead"},"state":{"value":"Active"}}`,
		`,"supplementaryConfiguration":{"Concurrency":{"reservedConcurrentExecutions":10}}`)
	one("AWS::CloudWatch::Alarm", "alarm:errors", `{"alarmName":"errors","alarmArn":"arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors","actionsEnabled":true,"okactions":[],"alarmActions":["arn:aws:sns:eu-west-1:111111111111:oncall"],"metricName":"Errors","namespace":"AWS/Lambda","statistic":"Sum","dimensions":[{"name":"FunctionName","value":"thumbs"}],"period":60,"evaluationPeriods":1,"threshold":1.0,"comparisonOperator":"GreaterThanOrEqualToThreshold"}`, "")
	one("AWS::ApiGateway::RestApi", "/restapis/a1b2c3", `{"id":"a1b2c3","name":"shop","endpointConfiguration":{"types":["REGIONAL"]}}`, "")
	one("AWS::ApiGatewayV2::Api", "/apis/h1", `{"apiId":"h1","name":"carts","protocolType":"HTTP","apiEndpoint":"https://h1.execute-api.eu-west-1.amazonaws.com"}`, "")
	// As their schemas have them.
	one("AWS::SQS::Queue", "orders", `{"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/111111111111/orders","QueueName":"orders","Arn":"arn:aws:sqs:eu-west-1:111111111111:orders","VisibilityTimeout":30,"RedrivePolicy":{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111111111111:dead","maxReceiveCount":5}}`, "")
	one("AWS::ECS::Service", "service/main/web", `{"ServiceArn":"arn:aws:ecs:eu-west-1:111111111111:service/main/web","Name":"web","ServiceName":"web","Cluster":"arn:aws:ecs:eu-west-1:111111111111:cluster/main","DesiredCount":2,"LaunchType":"FARGATE","TaskDefinition":"arn:aws:ecs:eu-west-1:111111111111:task-definition/web:7"}`, "")
	d.add(t, "us-east-1", "AWS::Route53::HostedZone", "", "", ci(a, "us-east-1", "AWS::Route53::HostedZone", "hostedzone/Z0123456789ABC", `{"Id":"Z0123456789ABC","Name":"example.com.","NameServers":["ns-1.awsdns-01.org"]}`, ""))

	inventory, services := Inventory("org", "eu-central-1")
	out := filepath.Join(t.TempDir(), "org.snapshot")
	result, err := collect.Run(t.Context(), collect.Options{
		Config: serve(t, d), Inventory: inventory, Services: services, All: append(All(), services...), Output: out, Rate: 100, Tool: "test",
		Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if !result.Incomplete {
		t.Error("an account was not aggregated, and the result is complete")
	}
	for _, typ := range result.Header.Omitted {
		if typ == "AWS::RDS::DBInstance" || typ == "AWS::EC2::Route" || typ == "AWS::SQS::Queue" {
			t.Errorf("%s is omitted, and read", typ)
		}
	}
	if !slices.Contains(result.Header.Omitted, "AWS::Route53::RecordSet") {
		t.Error("record sets, which AWS Config does not record, are not omitted")
	}
	header := result.Header
	header.Omitted, header.Services = nil, nil
	compare(t, "config", document(t, header)+"\n"+records(t, out))
}

// records are those of a snapshot.
func records(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, err := snapshot.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var b strings.Builder
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Failure != nil && len(r.Failure.Types) > 5 {
			r.Failure.Types = append(r.Failure.Types[:1], "…")
		}
		switch {
		case r.Resource != nil:
			b.WriteString(pretty(t, r.Resource) + "\n")
		case r.Failure != nil:
			b.WriteString(pretty(t, r.Failure) + "\n")
		}
	}
}

// Every type that AWS Config is asked for is one that the catalog knows.
func TestInventoryTypes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, i := range inventory() {
		if controlledTypes()[i.typ] == nil || seen[i.typ] {
			t.Errorf("%s is not a type of the catalog, or there twice", i.typ)
		}
		seen[i.typ] = true
	}
	if n := len(classicTypes()); n < 12 {
		t.Errorf("%d types are brought from the API's answers to properties", n)
	}
}
