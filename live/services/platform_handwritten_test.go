package services

import "testing"

// What no emulator has, after the documents of AWS's API references.

func TestLambdaDocuments(t *testing.T) {
	t.Parallel()
	const fn = "arn:aws:lambda:eu-west-1:123456789012:function:"
	handwritten(t, lambdaService(), map[string]string{
		"GET /2015-03-31/functions": `{"Functions": [
			{"FunctionName": "sealed", "FunctionArn": "` + fn + `sealed", "Runtime": "nodejs22.x", "PackageType": "Zip", "Timeout": 3, "MemorySize": 128,
			 "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": [], "VpcId": "", "Ipv6AllowedForDualStack": false},
			 "Environment": {"Error": {"ErrorCode": "AccessDeniedException", "Message": "Lambda was unable to decrypt your environment variables because the KMS access was denied."}}},
			{"FunctionName": "image", "FunctionArn": "` + fn + `image", "PackageType": "Image", "Timeout": 30, "MemorySize": 1024, "FileSystemConfigs": [
				{"Arn": "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0", "LocalMountPath": "/mnt/files"}],
			 "Environment": {"Variables": {"TOPIC": "arn:aws:sns:eu-west-1:123456789012:placed", "KEY": "planted-secret"}}},
			{"FunctionName": "denied", "FunctionArn": "` + fn + `denied", "PackageType": "Zip", "Timeout": 3, "MemorySize": 128},
			{"FunctionName": "gone", "FunctionArn": "` + fn + `gone", "PackageType": "Zip", "Timeout": 3, "MemorySize": 128}]}`,
		"GET /2015-03-31/event-source-mappings": `{"EventSourceMappings": [
			{"UUID": "c9a4ba6c-1111-4fa8-9d4f-000000000000", "EventSourceArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000", "FunctionArn": "` + fn + `image:live",
			 "State": "Enabled", "BatchSize": 100, "BisectBatchOnFunctionError": true, "MaximumRetryAttempts": 5, "MaximumRecordAgeInSeconds": 3600, "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:dead"}},
			 "EventSourceMappingArn": "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:c9a4ba6c-1111-4fa8-9d4f-000000000000", "ScalingConfig": {"MaximumConcurrency": 10}}]}`,
		"GET /2015-03-31/functions/sealed":                                  `{"Configuration": {"FunctionName": "sealed"}, "Code": {"RepositoryType": "S3", "Location": "https://awslambda-eu-west-1-tasks.s3.eu-west-1.amazonaws.com/x?X-Amz-Signature=planted-secret"}, "TagsError": {"ErrorCode": "AccessDeniedException", "Message": "no permission"}}`,
		"GET /2015-03-31/functions/image":                                   `{"Configuration": {"FunctionName": "image"}, "Code": {"RepositoryType": "ECR", "ImageUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/image:7", "ResolvedImageUri": "x"}, "Concurrency": {"ReservedConcurrentExecutions": 0}, "Tags": {"tier": "1"}}`,
		"GET /2015-03-31/functions/gone":                                    `!ResourceNotFoundException Function not found`,
		"GET /2019-09-30/functions/sealed/provisioned-concurrency?List=ALL": `{"ProvisionedConcurrencyConfigs": []}`,
		"GET /2019-09-30/functions/denied/provisioned-concurrency?List=ALL": `{"ProvisionedConcurrencyConfigs": []}`,
		"GET /2019-09-30/functions/gone/provisioned-concurrency?List=ALL":   `!ResourceNotFoundException Function not found`,
		"GET /2019-09-30/functions/image/provisioned-concurrency?List=ALL": `{"ProvisionedConcurrencyConfigs": [
			{"FunctionArn": "` + fn + `image:live", "RequestedProvisionedConcurrentExecutions": 10, "AvailableProvisionedConcurrentExecutions": 10, "AllocatedProvisionedConcurrentExecutions": 10, "Status": "READY", "LastModified": "2026-01-01T00:00:00+0000"},
			{"FunctionArn": "` + fn + `image:7", "RequestedProvisionedConcurrentExecutions": 3, "Status": "READY", "LastModified": "2026-01-01T00:00:00+0000"}]}`,
		"GET /2015-03-31/functions/sealed/aliases": `{"Aliases": []}`,
		"GET /2015-03-31/functions/gone/aliases":   `{"Aliases": []}`,
		"GET /2015-03-31/functions/denied/aliases": `{"Aliases": []}`,
		"GET /2015-03-31/functions/image/aliases": `{"Aliases": [
			{"AliasArn": "` + fn + `image:live", "Name": "live", "FunctionVersion": "8", "RoutingConfig": {"AdditionalVersionWeights": {"9": 0.1}}, "RevisionId": "x"}]}`,
		"GET /2019-09-25/functions/sealed/event-invoke-config/list": `{"FunctionEventInvokeConfigs": []}`,
		"GET /2019-09-25/functions/gone/event-invoke-config/list":   `{"FunctionEventInvokeConfigs": []}`,
		"GET /2019-09-25/functions/denied/event-invoke-config/list": `{"FunctionEventInvokeConfigs": []}`,
		"GET /2019-09-25/functions/image/event-invoke-config/list": `{"FunctionEventInvokeConfigs": [
			{"FunctionArn": "` + fn + `image:$LATEST", "LastModified": 1700000000.0, "MaximumRetryAttempts": 0, "DestinationConfig": {"OnSuccess": {}, "OnFailure": {"Destination": "arn:aws:sqs:eu-west-1:123456789012:dead"}}}]}`,
		"GET /2021-10-31/functions/sealed/urls": `{"FunctionUrlConfigs": []}`,
		"GET /2021-10-31/functions/image/urls": `{"FunctionUrlConfigs": [
			{"FunctionArn": "` + fn + `image:live", "FunctionUrl": "https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws/", "AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM", "CreationTime": "2026-01-01T00:00:00Z", "LastModifiedTime": "2026-01-01T00:00:00Z"}]}`,
		"GET /2015-03-31/functions/sealed/policy": `!ResourceNotFoundException The resource you requested does not exist.`,
		"GET /2015-03-31/functions/gone/policy":   `!ResourceNotFoundException The resource you requested does not exist.`,
		"GET /2015-03-31/functions/denied/policy": `!ResourceNotFoundException The resource you requested does not exist.`,
		"GET /2015-03-31/functions/image/policy": `{"RevisionId": "x", "Policy": "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"events\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"` +
			fn + `image\",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:events:eu-west-1:123456789012:rule/nightly\"}}}]}"}`,
	})
}

func TestStepFunctionsDocuments(t *testing.T) {
	t.Parallel()
	const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:"
	described := func(name, more string) string {
		return `{"stateMachineArn": "` + machine + name + `", "name": "` + name + `", "status": "ACTIVE", "roleArn": "arn:aws:iam::123456789012:role/steps", "type": "STANDARD", "creationDate": 1700000000.0,
			"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1", "kmsDataKeyReusePeriodSeconds": 300}` + more + `}`
	}
	handwritten(t, stepfunctionsService(), map[string]string{
		"ListStateMachines": `{"stateMachines": [
			{"stateMachineArn": "` + machine + `denied", "name": "denied", "type": "EXPRESS", "creationDate": 1700000000.0},
			{"stateMachineArn": "` + machine + `sealed", "name": "sealed", "type": "STANDARD", "creationDate": 1700000000.0}]}`,
		// The definition needs its key, all else does not.
		`DescribeStateMachine {"stateMachineArn":"` + machine + `sealed"}`:                                `!KmsAccessDeniedException The key may not be used`,
		`DescribeStateMachine {"includedData":"METADATA_ONLY","stateMachineArn":"` + machine + `sealed"}`: described("sealed", ""),
		`DescribeStateMachine {"stateMachineArn":"` + machine + `sealed","includedData":"METADATA_ONLY"}`: described("sealed", ""),
		`ListTagsForResource`: `{"tags": [{"key": "tier", "value": "1"}]}`,
	})
}

func TestECSDocuments(t *testing.T) {
	t.Parallel()
	const ecs = "arn:aws:ecs:eu-west-1:123456789012:"
	handwritten(t, ecsService(), map[string]string{
		"ListClusters":     `{"clusterArns": ["` + ecs + `cluster/shop"]}`,
		"DescribeClusters": `{"clusters": [{"clusterArn": "` + ecs + `cluster/shop", "clusterName": "shop", "status": "ACTIVE", "capacityProviders": [], "defaultCapacityProviderStrategy": [], "settings": []}], "failures": []}`,
		"ListServices":     `{"serviceArns": ["` + ecs + `service/shop/blue", "` + ecs + `service/shop/web", "` + ecs + `service/shop/old"]}`,
		"DescribeCapacityProviders": `{"capacityProviders": [{"capacityProviderArn": "` + ecs + `capacity-provider/FARGATE", "name": "FARGATE", "status": "ACTIVE", "tags": []}, {"capacityProviderArn": "` + ecs + `capacity-provider/managed", "name": "managed", "status": "ACTIVE", "tags": [],
			"managedInstancesProvider": {"infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecs", "propagateTags": "NONE", "instanceLaunchTemplate": {"ec2InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/ecs",
			"networkConfiguration": {"subnets": ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"], "securityGroups": []}}}}]}`,
		"DescribeServices": `{"failures": [], "services": [
			{"serviceArn": "` + ecs + `service/shop/old", "serviceName": "old", "clusterArn": "` + ecs + `cluster/shop", "status": "INACTIVE", "desiredCount": 0},
			{"serviceArn": "` + ecs + `service/shop/blue", "serviceName": "blue", "clusterArn": "` + ecs + `cluster/shop", "status": "ACTIVE", "desiredCount": 2, "deploymentController": {"type": "EXTERNAL"}, "loadBalancers": [], "serviceRegistries": [],
			 "schedulingStrategy": "REPLICA", "deployments": [], "taskSets": [
				{"id": "ecs-svc/1", "status": "ACTIVE", "taskDefinition": "` + ecs + `task-definition/blue:4", "launchType": "FARGATE", "loadBalancers": []},
				{"id": "ecs-svc/2", "status": "PRIMARY", "taskDefinition": "` + ecs + `task-definition/blue:5", "launchType": "FARGATE", "platformVersion": "1.4.0",
				 "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0aaaaaaaaaaaaaaaa"], "assignPublicIp": "DISABLED"}},
				 "loadBalancers": [{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue/0123456789abcdef", "containerName": "web", "containerPort": 8080}]}]},
			{"serviceArn": "` + ecs + `service/shop/web", "serviceName": "web", "clusterArn": "` + ecs + `cluster/shop", "status": "ACTIVE", "desiredCount": 4, "schedulingStrategy": "REPLICA", "taskDefinition": "` + ecs + `task-definition/web:12",
			 "capacityProviderStrategy": [{"capacityProvider": "managed", "weight": 1, "base": 0}], "availabilityZoneRebalancing": "ENABLED", "healthCheckGracePeriodSeconds": 30, "loadBalancers": [], "serviceRegistries": [],
			 "placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}], "placementConstraints": [],
			 "deployments": [{"id": "ecs-svc/3", "status": "PRIMARY", "taskDefinition": "` + ecs + `task-definition/web:12", "serviceConnectConfiguration": {"enabled": true, "namespace": "shop", "services": [{"portName": "http", "clientAliases": [{"port": 80, "dnsName": "web"}]}]}},
				{"id": "ecs-svc/4", "status": "ACTIVE", "taskDefinition": "` + ecs + `task-definition/web:11"}],
			 "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": false}, "maximumPercent": 150, "minimumHealthyPercent": 50}, "tags": [{"key": "tier", "value": "1"}]}]}`,
		"ListTaskDefinitionFamilies": `{"families": ["web"]}`,
		"DescribeTaskDefinition":     `{"tags": [], "taskDefinition": {"taskDefinitionArn": "` + ecs + `task-definition/web:12", "family": "web", "revision": 12, "status": "ACTIVE", "networkMode": "bridge", "containerDefinitions": [{"name": "web", "image": "web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "essential": true}], "volumes": [], "compatibilities": ["EC2"]}}`,
	})
}

func TestEventBridgeDocuments(t *testing.T) {
	t.Parallel()
	const events = "arn:aws:events:eu-west-1:123456789012:"
	handwritten(t, eventbridgeService(), map[string]string{
		"ListEventBuses":                                          `{"EventBuses": [{"Name": "default", "Arn": "` + events + `event-bus/default"}, {"Name": "shop", "Arn": "` + events + `event-bus/shop"}]}`,
		`DescribeEventBus {"Name":"default"}`:                     `{"Name": "default", "Arn": "` + events + `event-bus/default"}`,
		`DescribeEventBus {"Name":"shop"}`:                        `{"Name": "shop", "Arn": "` + events + `event-bus/shop", "KmsKeyIdentifier": "arn:aws:kms:eu-west-1:123456789012:key/1", "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:123456789012:dead"}}`,
		`ListRules {"EventBusName":"shop"}`:                       `{"Rules": []}`,
		`ListRules {"EventBusName":"default"}`:                    `{"NextToken": "more", "Rules": [{"Name": "AutoScalingManagedRule", "Arn": "` + events + `rule/AutoScalingManagedRule", "State": "ENABLED", "ManagedBy": "autoscaling.amazonaws.com", "EventBusName": "default", "EventPattern": "{}"}]}`,
		`ListRules {"EventBusName":"default","NextToken":"more"}`: `{"Rules": [{"Name": "nightly", "Arn": "` + events + `rule/nightly", "State": "ENABLED", "EventBusName": "default", "ScheduleExpression": "cron(0 3 * * ? *)"}]}`,
		// Whose targets may not be looked at has unknown ones, not none.
		`ListTagsForResource`: `{"Tags": []}`,
	})
}

func TestEKSDocuments(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:eks:eu-west-1:123456789012:"
	handwritten(t, eksService(), map[string]string{
		"GET /clusters": `{"clusters": ["auto", "shop"]}`,
		"GET /clusters/auto": `{"cluster": {"name": "auto", "arn": "` + arn + `cluster/auto", "version": "1.33", "status": "ACTIVE", "computeConfig": {"enabled": true, "nodePools": ["general-purpose", "system"], "nodeRoleArn": "arn:aws:iam::123456789012:role/nodes"},
			"deletionProtection": true, "zonalShiftConfig": {"enabled": true}, "resourcesVpcConfig": {"subnetIds": ["subnet-0aaaaaaaaaaaaaaaa"], "endpointPublicAccess": true, "endpointPrivateAccess": false, "vpcId": "vpc-0aaaaaaaaaaaaaaaa"},
			"logging": {"clusterLogging": [{"types": ["api", "audit", "authenticator", "controllerManager", "scheduler"], "enabled": false}]}, "certificateAuthority": {"data": "x"}, "tags": {"tier": "1"}}}`,
		"GET /clusters/auto/node-groups":      `{"nodegroups": []}`,
		"GET /clusters/shop/node-groups":      `{"nodegroups": ["general"]}`,
		"GET /clusters/auto/fargate-profiles": `{"fargateProfileNames": []}`,
		"GET /clusters/auto/addons":           `{"addons": ["coredns"]}`,
		"GET /clusters/shop/addons":           `{"addons": []}`,
		"GET /clusters/auto/addons/coredns": `{"addon": {"addonName": "coredns", "clusterName": "auto", "addonArn": "` + arn + `addon/auto/coredns/x", "addonVersion": "v1.11.4-eksbuild.2", "status": "ACTIVE", "tags": {},
			"configurationValues": "{\"replicaCount\":3,\"key\":\"planted-secret\",\"autoScaling\":{\"enabled\":true}}"}}`,
		"GET /clusters/shop/node-groups/general": `{"nodegroup": {"nodegroupName": "general", "nodegroupArn": "` + arn + `nodegroup/shop/general/x", "clusterName": "shop", "capacityType": "SPOT", "scalingConfig": {"minSize": 1, "maxSize": 4, "desiredSize": 2},
			"subnets": ["subnet-0aaaaaaaaaaaaaaaa"], "launchTemplate": {"id": "lt-0123456789abcdef0", "name": "nodes", "version": "3"}, "updateConfig": {"maxUnavailable": 1}, "nodeRepairConfig": {"enabled": true}, "labels": {"key": "planted-secret"}, "tags": {}}}`,
	})
}
