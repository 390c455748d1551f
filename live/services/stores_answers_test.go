package services

import "testing"

// TestRedshiftAnswers reads a Multi-AZ cluster.
func TestRedshiftAnswers(t *testing.T) {
	t.Parallel()
	answered(t, redshiftService(), map[string]string{
		"DescribeClusters": `<Clusters><Cluster><ClusterIdentifier>reports</ClusterIdentifier><NodeType>ra3.4xlarge</NodeType><NumberOfNodes>4</NumberOfNodes><MultiAZ>Enabled</MultiAZ>
			<AvailabilityZone>eu-west-1a</AvailabilityZone><MultiAZSecondary><AvailabilityZone>eu-west-1b</AvailabilityZone></MultiAZSecondary><AvailabilityZoneRelocationStatus>disabled</AvailabilityZoneRelocationStatus>
			<ClusterSubnetGroupName>reports</ClusterSubnetGroupName><Encrypted>true</Encrypted><KmsKeyId>arn:aws:kms:eu-west-1:123456789012:key/1</KmsKeyId>
			<Endpoint><Address>reports.abc123.eu-west-1.redshift.amazonaws.com</Address><Port>5439</Port></Endpoint><MasterUsername>app</MasterUsername>
			<ElasticIpStatus><ElasticIp>198.51.100.7</ElasticIp><Status>active</Status></ElasticIpStatus><AutomatedSnapshotRetentionPeriod>1</AutomatedSnapshotRetentionPeriod></Cluster></Clusters>`,
	})
}

// TestOpenSearchAnswers reads more domains than one call describes, one of them in a VPC,
// one that is being deleted, and one whose tags may not be read.
func TestOpenSearchAnswers(t *testing.T) {
	t.Parallel()
	answered(t, opensearchService(), map[string]string{
		"GET /2021-01-01/domain": `{"DomainNames": [{"DomainName": "a", "EngineType": "OpenSearch"}, {"DomainName": "b"}, {"DomainName": "c"}, {"DomainName": "d"}, {"DomainName": "e"}, {"DomainName": "f", "EngineType": "Elasticsearch"}]}`,
		"POST /2021-01-01/opensearch/domain-info": `{"DomainStatusList": [
			{"DomainName": "a", "DomainId": "123456789012/a", "ARN": "arn:aws:es:eu-west-1:123456789012:domain/a", "EngineVersion": "OpenSearch_2.13", "Created": true, "Deleted": false,
			"Endpoints": {"vpc": "vpc-a-abc123.eu-west-1.es.amazonaws.com"}, "VPCOptions": {"VPCId": "vpc-1", "SubnetIds": ["subnet-a", "subnet-b", "subnet-c"], "AvailabilityZones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]},
			"ClusterConfig": {"InstanceType": "r6g.large.search", "InstanceCount": 3, "ZoneAwarenessEnabled": true, "ZoneAwarenessConfig": {"AvailabilityZoneCount": 3}, "MultiAZWithStandbyEnabled": true, "DedicatedMasterEnabled": true, "DedicatedMasterCount": 3},
			"EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"}, "CognitoOptions": {"Enabled": true, "UserPoolId": "eu-west-1_pool"},
			"AdvancedSecurityOptions": {"Enabled": true, "SAMLOptions": {"Enabled": true, "Idp": {"EntityId": "x", "MetadataContent": "planted-secret"}}},
			"LogPublishingOptions": {"INDEX_SLOW_LOGS": {"CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:123456789012:log-group:slow", "Enabled": true}}, "AccessPolicies": "{}", "AdvancedOptions": {"secret": "planted-secret"}},
			{"DomainName": "b", "DomainId": "123456789012/b", "ARN": "arn:aws:es:eu-west-1:123456789012:domain/b", "EngineVersion": "OpenSearch_2.13", "Deleted": true, "ClusterConfig": {}},
			{"DomainName": "f", "DomainId": "123456789012/f", "ARN": "arn:aws:es:eu-west-1:123456789012:domain/f", "EngineVersion": "Elasticsearch_6.8", "Endpoint": "search-f-abc123.eu-west-1.es.amazonaws.com", "ClusterConfig": {"InstanceCount": 2, "ZoneAwarenessEnabled": false}}]}`,
		"GET /2021-01-01/tags": "!AccessDeniedException",
	})
}

// TestKafkaAnswers reads brokers with what they are encrypted by and log to, and how
// clients find them.
func TestKafkaAnswers(t *testing.T) {
	const events, elastic = "arn:aws:kafka:eu-west-1:123456789012:cluster/events/1-1", "arn:aws:kafka:eu-west-1:123456789012:cluster/elastic/2-s1"
	t.Parallel()
	answered(t, kafkaService(), map[string]string{
		"GET /api/v2/clusters": `{"clusterInfoList": [
			{"clusterArn": "` + events + `", "clusterName": "events", "clusterType": "PROVISIONED", "state": "ACTIVE", "tags": {"tier": "1"}, "provisioned": {
			"numberOfBrokerNodes": 3, "enhancedMonitoring": "PER_BROKER", "storageMode": "LOCAL", "zookeeperConnectString": "z-1.events.abc123.c2.kafka.eu-west-1.amazonaws.com:2181",
			"brokerNodeGroupInfo": {"brokerAZDistribution": "DEFAULT", "clientSubnets": ["subnet-a", "subnet-b", "subnet-c"], "instanceType": "kafka.m5.large", "storageInfo": {"ebsStorageInfo": {"volumeSize": 500}}},
			"currentBrokerSoftwareInfo": {"kafkaVersion": "3.6.0", "configurationArn": "arn:aws:kafka:eu-west-1:123456789012:configuration/events/1", "configurationRevision": 2},
			"encryptionInfo": {"encryptionAtRest": {"dataVolumeKMSKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"}, "encryptionInTransit": {"clientBroker": "TLS", "inCluster": true}},
			"loggingInfo": {"brokerLogs": {"firehose": {"enabled": true, "deliveryStream": "logs"}, "s3": {"enabled": false}}}}},
			{"clusterArn": "` + elastic + `", "clusterName": "elastic", "clusterType": "SERVERLESS", "state": "ACTIVE", "serverless": {"vpcConfigs": [{"subnetIds": ["subnet-a", "subnet-b"], "securityGroupIds": ["sg-1"]}], "clientAuthentication": {"sasl": {"iam": {"enabled": true}}}}},
			{"clusterArn": "arn:aws:kafka:eu-west-1:123456789012:cluster/new/3-1", "clusterName": "new", "clusterType": "PROVISIONED", "state": "CREATING", "provisioned": {"numberOfBrokerNodes": 2, "brokerNodeGroupInfo": {"clientSubnets": ["subnet-a", "subnet-b"], "instanceType": "kafka.t3.small"}}}]}`,
		"GET /v1/clusters/" + events + "/bootstrap-brokers": `{"bootstrapBrokerStringTls": "b-1.events.abc123.c2.kafka.eu-west-1.amazonaws.com:9094,b-2.events.abc123.c2.kafka.eu-west-1.amazonaws.com:9094",
			"bootstrapBrokerStringSaslIam": "b-1.events.abc123.c2.kafka.eu-west-1.amazonaws.com:9098,b-2.events.abc123.c2.kafka.eu-west-1.amazonaws.com:9098"}`,
		"GET /v1/clusters/" + elastic + "/bootstrap-brokers": "!ForbiddenException",
	})
}

// TestMQAnswers reads a broker with a replica elsewhere, that replica's settings, and one
// whose settings may not be read.
func TestMQAnswers(t *testing.T) {
	t.Parallel()
	answered(t, mqService(), map[string]string{
		"GET /v1/brokers": `{"brokerSummaries": [
			{"brokerArn": "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1", "brokerId": "b-1", "brokerName": "orders", "brokerState": "RUNNING", "deploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "engineType": "ActiveMQ", "hostInstanceType": "mq.m5.large"},
			{"brokerArn": "arn:aws:mq:eu-west-1:123456789012:broker:hidden:b-2", "brokerId": "b-2", "brokerName": "hidden", "brokerState": "RUNNING", "deploymentMode": "CLUSTER_MULTI_AZ", "engineType": "RabbitMQ", "hostInstanceType": "mq.m5.large"}]}`,
		"GET /v1/brokers/b-1": `{"brokerArn": "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1", "brokerId": "b-1", "brokerName": "orders", "deploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "engineType": "ActiveMQ", "engineVersion": "5.18",
			"autoMinorVersionUpgrade": true, "publiclyAccessible": false, "storageType": "efs", "subnetIds": ["subnet-a", "subnet-b"], "hostInstanceType": "mq.m5.large", "users": [{"username": "app"}],
			"encryptionOptions": {"useAwsOwnedKey": false, "kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/1"}, "logs": {"audit": false, "general": true}, "tags": {"tier": "1"},
			"dataReplicationMode": "CRDR", "dataReplicationMetadata": {"dataReplicationRole": "REPLICA", "dataReplicationCounterpart": {"brokerId": "b-far", "region": "us-east-1"}},
			"brokerInstances": [{"consoleURL": "https://b-1-1.mq.eu-west-1.on.aws:8162", "endpoints": ["ssl://b-1-1.mq.eu-west-1.amazonaws.com:61617", "amqp+ssl://b-1-1.mq.eu-west-1.amazonaws.com:5671"]},
			{"endpoints": ["ssl://b-1-2.mq.eu-west-1.amazonaws.com:61617", "amqp+ssl://b-1-2.mq.eu-west-1.amazonaws.com:5671"]}]}`,
		"GET /v1/brokers/b-2": "!ForbiddenException",
	})
}
