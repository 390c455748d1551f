package services

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func TestLambda(t *testing.T) {
	s := &scenario{service: lambdaService(), seed: seedLambda, unordered: true, mask: []string{`[a-z0-9]{20,40}\.lambda-url`}}
	s.runIn(t, "moto", "ministack")
}

// code is a function's.
func code(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("main.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("def handler(event, context): pass\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// network makes a VPC with a subnet in each of two zones.
func network(ctx context.Context, t *testing.T, cfg aws.Config) (vpc string, subnets []string) {
	t.Helper()
	c := ec2.NewFromConfig(cfg)
	vpc = *must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	for i, zone := range []string{"a", "b"} {
		block := []string{"10.0.1.0/24", "10.0.2.0/24"}[i]
		subnet := must[*ec2.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: &vpc, CidrBlock: aws.String(block), AvailabilityZone: aws.String("eu-west-1" + zone),
		}))
		subnets = append(subnets, *subnet.Subnet.SubnetId)
	}
	return vpc, subnets
}

// serviceRole makes a role that Lambda may assume, which emulators want to exist; by a
// plain request, as nothing else needs the SDK's module of IAM.
func serviceRole(ctx context.Context, t *testing.T, cfg aws.Config, name string) string {
	t.Helper()
	form := url.Values{
		"Action": {"CreateRole"}, "Version": {"2010-05-08"}, "RoleName": {name},
		"AssumeRolePolicyDocument": {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, *cfg.BaseEndpoint, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0")
	response, err := cfg.HTTPClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("making a role: %s", response.Status)
	}
	return "arn:aws:iam::" + testAccount + ":role/" + name
}

func seedLambda(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := lambda.NewFromConfig(cfg)
	_, subnets := network(ctx, t, cfg)
	queue := must[*sqs.CreateQueueOutput](t)(sqs.NewFromConfig(cfg).CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("orders")}))
	must[*sqs.CreateQueueOutput](t)(sqs.NewFromConfig(cfg).CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("dead")}))
	must[*dynamodb.CreateTableOutput](t)(dynamodb.NewFromConfig(cfg).CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: aws.String("carts"), BillingMode: dynamodbtypes.BillingModePayPerRequest,
		KeySchema:            []dynamodbtypes.KeySchemaElement{{AttributeName: aws.String("id"), KeyType: dynamodbtypes.KeyTypeHash}},
		AttributeDefinitions: []dynamodbtypes.AttributeDefinition{{AttributeName: aws.String("id"), AttributeType: dynamodbtypes.ScalarAttributeTypeS}},
	}))
	role := aws.String(serviceRole(ctx, t, cfg, "task"))
	create := must[*lambda.CreateFunctionOutput](t)
	create(c.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: aws.String("task"), Role: role, Runtime: lambdatypes.RuntimePython312, Handler: aws.String("main.handler"),
		Code: &lambdatypes.FunctionCode{ZipFile: code(t)}, Timeout: aws.Int32(30), MemorySize: aws.Int32(512), Publish: true,
		VpcConfig:        &lambdatypes.VpcConfig{SubnetIds: subnets, SecurityGroupIds: []string{}},
		DeadLetterConfig: &lambdatypes.DeadLetterConfig{TargetArn: aws.String("arn:aws:sqs:eu-west-1:123456789012:dead")},
		TracingConfig:    &lambdatypes.TracingConfig{Mode: lambdatypes.TracingModeActive},
		Tags:             map[string]string{"tier": "1"},
		Environment: &lambdatypes.Environment{Variables: map[string]string{
			"QUEUE_URL": *queue.QueueUrl, "TOPIC": "arn:aws:sns:eu-west-1:123456789012:placed",
			"DATABASE_URL": "postgres://app:planted-secret@orders.abc.eu-west-1.rds.amazonaws.com:5432/orders", "API_TOKEN": "planted-secret",
			"Name": "planted-secret", "Type": "planted-secret", "STAGE": "planted-secret",
		}},
	}))
	create(c.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: aws.String("plain"), Role: role, Runtime: lambdatypes.RuntimePython312, Handler: aws.String("main.handler"),
		Code: &lambdatypes.FunctionCode{ZipFile: code(t)},
	}))
	must[*lambda.PutFunctionConcurrencyOutput](t)(c.PutFunctionConcurrency(ctx, &lambda.PutFunctionConcurrencyInput{
		FunctionName: aws.String("task"), ReservedConcurrentExecutions: aws.Int32(20),
	}))
	must[*lambda.CreateAliasOutput](t)(c.CreateAlias(ctx, &lambda.CreateAliasInput{
		FunctionName: aws.String("task"), Name: aws.String("live"), FunctionVersion: aws.String("1"),
	}))
	must[*lambda.CreateEventSourceMappingOutput](t)(c.CreateEventSourceMapping(ctx, &lambda.CreateEventSourceMappingInput{
		FunctionName: aws.String("task"), EventSourceArn: aws.String("arn:aws:sqs:eu-west-1:123456789012:orders"), BatchSize: aws.Int32(10),
		Enabled: aws.Bool(false),
	}))
	must[*lambda.PutFunctionEventInvokeConfigOutput](t)(c.PutFunctionEventInvokeConfig(ctx, &lambda.PutFunctionEventInvokeConfigInput{
		FunctionName: aws.String("task"), MaximumRetryAttempts: aws.Int32(1), MaximumEventAgeInSeconds: aws.Int32(600),
		DestinationConfig: &lambdatypes.DestinationConfig{OnFailure: &lambdatypes.OnFailure{Destination: aws.String("arn:aws:sqs:eu-west-1:123456789012:dead")}},
	}))
	must[*lambda.CreateFunctionUrlConfigOutput](t)(c.CreateFunctionUrlConfig(ctx, &lambda.CreateFunctionUrlConfigInput{
		FunctionName: aws.String("plain"), AuthType: lambdatypes.FunctionUrlAuthTypeAwsIam,
	}))
	must[*lambda.AddPermissionOutput](t)(c.AddPermission(ctx, &lambda.AddPermissionInput{
		FunctionName: aws.String("task"), StatementId: aws.String("events"), Action: aws.String("lambda:InvokeFunction"),
		Principal: aws.String("events.amazonaws.com"), SourceArn: aws.String("arn:aws:events:eu-west-1:123456789012:rule/nightly"),
	}))
}

func TestStepFunctions(t *testing.T) {
	s := &scenario{service: stepfunctionsService(), seed: seedStepFunctions}
	s.runIn(t, "moto", "ministack")
}

const checkout = `{
  "Comment": "planted-secret", "StartAt": "Charge", "QueryLanguage": "JSONPath",
  "States": {
    "Charge": {
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 30,
      "Parameters": {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:charge", "Payload": {"Type": "planted-secret", "pin": 1234567}},
      "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 2.0, "JitterStrategy": "FULL"}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}], "Next": "Book"
    },
    "Book": {
      "Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem",
      "Parameters": {"TableName": "planted-secret", "Item": {"token": {"S": "planted-secret"}}}, "End": true
    },
    "Failed": {"Type": "Fail", "Error": "Failed", "Cause": "planted-secret"}
  }
}`

func seedStepFunctions(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := sfn.NewFromConfig(cfg)
	must[*sfn.CreateStateMachineOutput](t)(c.CreateStateMachine(ctx, &sfn.CreateStateMachineInput{
		Name: aws.String("checkout"), Definition: aws.String(checkout), RoleArn: aws.String("arn:aws:iam::123456789012:role/steps"),
		Type: sfntypes.StateMachineTypeExpress, TracingConfiguration: &sfntypes.TracingConfiguration{Enabled: true},
		Tags: []sfntypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
}

func TestECR(t *testing.T) {
	s := &scenario{service: ecrService(), seed: seedECR}
	s.runIn(t, "moto", "ministack")
}

func seedECR(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := ecr.NewFromConfig(cfg)
	must[*ecr.CreateRepositoryOutput](t)(c.CreateRepository(ctx, &ecr.CreateRepositoryInput{
		RepositoryName: aws.String("shop/web"), ImageTagMutability: ecrtypes.ImageTagMutabilityImmutable,
		EncryptionConfiguration: &ecrtypes.EncryptionConfiguration{EncryptionType: ecrtypes.EncryptionTypeKms, KmsKey: aws.String("arn:aws:kms:eu-west-1:123456789012:key/1")},
		Tags:                    []ecrtypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	if !at("moto") {
		return
	}
	must[*ecr.PutReplicationConfigurationOutput](t)(c.PutReplicationConfiguration(ctx, &ecr.PutReplicationConfigurationInput{
		ReplicationConfiguration: &ecrtypes.ReplicationConfiguration{Rules: []ecrtypes.ReplicationRule{{
			Destinations:      []ecrtypes.ReplicationDestination{{Region: aws.String("eu-central-1"), RegistryId: aws.String(testAccount)}},
			RepositoryFilters: []ecrtypes.RepositoryFilter{{Filter: aws.String("shop"), FilterType: ecrtypes.RepositoryFilterTypePrefixMatch}},
		}}},
	}))
}

func TestECS(t *testing.T) {
	s := &scenario{service: ecsService(), seed: seedECS, unordered: true}
	s.runIn(t, "moto", "ministack")
}

func seedECS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := ecs.NewFromConfig(cfg)
	vpc, subnets := network(ctx, t, cfg)
	group := must[*ec2.CreateSecurityGroupOutput](t)(ec2.NewFromConfig(cfg).CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("web"), Description: aws.String("web"), VpcId: &vpc,
	})).GroupId
	must[*ecs.CreateClusterOutput](t)(c.CreateCluster(ctx, &ecs.CreateClusterInput{
		ClusterName: aws.String("shop"), CapacityProviders: []string{"FARGATE"},
		DefaultCapacityProviderStrategy: []ecstypes.CapacityProviderStrategyItem{{CapacityProvider: aws.String("FARGATE"), Weight: 1, Base: 1}},
		Settings:                        []ecstypes.ClusterSetting{{Name: ecstypes.ClusterSettingNameContainerInsights, Value: aws.String("enabled")}},
		Tags:                            []ecstypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	must[*ecs.CreateCapacityProviderOutput](t)(c.CreateCapacityProvider(ctx, &ecs.CreateCapacityProviderInput{
		Name: aws.String("own"), AutoScalingGroupProvider: &ecstypes.AutoScalingGroupProvider{
			AutoScalingGroupArn: aws.String("arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:x:autoScalingGroupName/own"),
			ManagedScaling:      &ecstypes.ManagedScaling{Status: ecstypes.ManagedScalingStatusEnabled, TargetCapacity: aws.Int32(80)},
		},
	}))
	register := must[*ecs.RegisterTaskDefinitionOutput](t)
	for _, image := range []string{"web:1", "web:2", "web:3"} {
		register(c.RegisterTaskDefinition(ctx, &ecs.RegisterTaskDefinitionInput{
			Family: aws.String("web"), NetworkMode: ecstypes.NetworkModeAwsvpc, Cpu: aws.String("256"), Memory: aws.String("512"),
			RequiresCompatibilities: []ecstypes.Compatibility{ecstypes.CompatibilityFargate},
			ContainerDefinitions: []ecstypes.ContainerDefinition{{
				Name: aws.String("web"), Image: aws.String("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/" + image), Essential: aws.Bool(true),
				Command: []string{"--password", "planted-secret"}, DockerLabels: map[string]string{"key": "planted-secret"},
				Environment: []ecstypes.KeyValuePair{
					{Name: aws.String("DB_HOST"), Value: aws.String("orders.abc.eu-west-1.rds.amazonaws.com")},
					{Name: aws.String("DB_PASSWORD"), Value: aws.String("planted-secret")},
				},
				Secrets:          []ecstypes.Secret{{Name: aws.String("KEY"), ValueFrom: aws.String("arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf:key::")}},
				PortMappings:     []ecstypes.PortMapping{{ContainerPort: aws.Int32(8080)}},
				HealthCheck:      &ecstypes.HealthCheck{Command: []string{"CMD", "planted-secret"}, Interval: aws.Int32(10)},
				LogConfiguration: &ecstypes.LogConfiguration{LogDriver: ecstypes.LogDriverSplunk, Options: map[string]string{"splunk-token": "planted-secret"}},
			}},
			Volumes: []ecstypes.Volume{{Name: aws.String("files"), EfsVolumeConfiguration: &ecstypes.EFSVolumeConfiguration{
				FileSystemId: aws.String("fs-0123456789abcdef0"), AuthorizationConfig: &ecstypes.EFSAuthorizationConfig{AccessPointId: aws.String("fsap-1"), Iam: ecstypes.EFSAuthorizationConfigIAMEnabled},
			}}},
		}))
	}
	must[*ecs.CreateServiceOutput](t)(c.CreateService(ctx, &ecs.CreateServiceInput{
		ServiceName: aws.String("web"), Cluster: aws.String("shop"), TaskDefinition: aws.String("web:2"), DesiredCount: aws.Int32(3),
		LaunchType: ecstypes.LaunchTypeFargate, SchedulingStrategy: ecstypes.SchedulingStrategyReplica,
		NetworkConfiguration: &ecstypes.NetworkConfiguration{AwsvpcConfiguration: &ecstypes.AwsVpcConfiguration{
			Subnets: subnets, AssignPublicIp: ecstypes.AssignPublicIpDisabled, SecurityGroups: []string{*group},
		}},
		DeploymentConfiguration: &ecstypes.DeploymentConfiguration{
			MaximumPercent: aws.Int32(200), MinimumHealthyPercent: aws.Int32(100),
			DeploymentCircuitBreaker: &ecstypes.DeploymentCircuitBreaker{Enable: true, Rollback: true},
		},
		PlacementStrategy: []ecstypes.PlacementStrategy{{Type: ecstypes.PlacementStrategyTypeSpread, Field: aws.String("attribute:ecs.availability-zone")}},
		ServiceRegistries: []ecstypes.ServiceRegistry{{RegistryArn: aws.String("arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1")}},
	}))
}

func TestEKS(t *testing.T) {
	s := &scenario{service: eksService(), seed: seedEKS, unordered: true, mask: []string{`nodegroup/shop/general/[0-9a-f-]+`, `https://[A-Za-z0-9.-]+eks.amazonaws.com/`}}
	s.runIn(t, "moto", "ministack")
}

func seedEKS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := eks.NewFromConfig(cfg)
	_, subnets := network(ctx, t, cfg)
	must[*eks.CreateClusterOutput](t)(c.CreateCluster(ctx, &eks.CreateClusterInput{
		Name: aws.String("shop"), RoleArn: aws.String("arn:aws:iam::123456789012:role/eks"), Version: aws.String("1.33"), Tags: map[string]string{"tier": "1"},
		ResourcesVpcConfig: &ekstypes.VpcConfigRequest{SubnetIds: subnets, EndpointPrivateAccess: aws.Bool(true)},
		Logging: &ekstypes.Logging{ClusterLogging: []ekstypes.LogSetup{
			{Types: []ekstypes.LogType{ekstypes.LogTypeApi, ekstypes.LogTypeAudit}, Enabled: aws.Bool(true)},
			{Types: []ekstypes.LogType{ekstypes.LogTypeScheduler}, Enabled: aws.Bool(false)},
		}},
	}))
	must[*eks.CreateNodegroupOutput](t)(c.CreateNodegroup(ctx, &eks.CreateNodegroupInput{
		ClusterName: aws.String("shop"), NodegroupName: aws.String("general"), NodeRole: aws.String("arn:aws:iam::123456789012:role/nodes"), Subnets: subnets,
		ScalingConfig: &ekstypes.NodegroupScalingConfig{MinSize: aws.Int32(2), DesiredSize: aws.Int32(3), MaxSize: aws.Int32(6)},
		InstanceTypes: []string{"m6i.large"}, CapacityType: ekstypes.CapacityTypesOnDemand,
	}))
	if !at("moto") {
		return
	}
	must[*eks.CreateFargateProfileOutput](t)(c.CreateFargateProfile(ctx, &eks.CreateFargateProfileInput{
		ClusterName: aws.String("shop"), FargateProfileName: aws.String("jobs"), PodExecutionRoleArn: aws.String("arn:aws:iam::123456789012:role/pods"),
		Subnets: subnets, Selectors: []ekstypes.FargateProfileSelector{{Namespace: aws.String("jobs")}},
	}))
}
