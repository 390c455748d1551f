package services

import "testing"

// TestElastiCacheAnswers reads global datastores, shards of unequal size, nodes in several
// zones and serverless caches.
func TestElastiCacheAnswers(t *testing.T) {
	t.Parallel()
	answered(t, elasticacheService(), map[string]string{
		"DescribeGlobalReplicationGroups": `<GlobalReplicationGroups><GlobalReplicationGroup><GlobalReplicationGroupId>ldgnf-carts</GlobalReplicationGroupId>
			<ARN>arn:aws:elasticache::123456789012:globalreplicationgroup:ldgnf-carts</ARN><ClusterEnabled>true</ClusterEnabled><Engine>redis</Engine>
			<Members><GlobalReplicationGroupMember><ReplicationGroupId>carts</ReplicationGroupId><ReplicationGroupRegion>eu-west-1</ReplicationGroupRegion><Role>PRIMARY</Role><AutomaticFailover>enabled</AutomaticFailover></GlobalReplicationGroupMember>
			<GlobalReplicationGroupMember><ReplicationGroupId>carts-far</ReplicationGroupId><ReplicationGroupRegion>us-east-1</ReplicationGroupRegion><Role>SECONDARY</Role></GlobalReplicationGroupMember></Members>
			<GlobalNodeGroups><GlobalNodeGroup><GlobalNodeGroupId>ldgnf-carts-0001</GlobalNodeGroupId></GlobalNodeGroup><GlobalNodeGroup><GlobalNodeGroupId>ldgnf-carts-0002</GlobalNodeGroupId></GlobalNodeGroup></GlobalNodeGroups>
			</GlobalReplicationGroup></GlobalReplicationGroups>`,
		"DescribeReplicationGroups": `<ReplicationGroups>
			<ReplicationGroup><ReplicationGroupId>carts</ReplicationGroupId><ARN>arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:carts</ARN><Description>carts</Description>
			<GlobalReplicationGroupInfo><GlobalReplicationGroupId>ldgnf-carts</GlobalReplicationGroupId><GlobalReplicationGroupMemberRole>PRIMARY</GlobalReplicationGroupMemberRole></GlobalReplicationGroupInfo>
			<MemberClusters><ClusterId>carts-0001-001</ClusterId><ClusterId>carts-0001-002</ClusterId><ClusterId>carts-0001-003</ClusterId><ClusterId>carts-0002-001</ClusterId><ClusterId>carts-0002-002</ClusterId></MemberClusters>
			<NodeGroups>
			<NodeGroup><NodeGroupId>0001</NodeGroupId><Slots>0-8191</Slots><NodeGroupMembers>
			<NodeGroupMember><CacheClusterId>carts-0001-001</CacheClusterId><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone></NodeGroupMember>
			<NodeGroupMember><CacheClusterId>carts-0001-002</CacheClusterId><PreferredAvailabilityZone>eu-west-1b</PreferredAvailabilityZone></NodeGroupMember>
			<NodeGroupMember><CacheClusterId>carts-0001-003</CacheClusterId><PreferredAvailabilityZone>eu-west-1c</PreferredAvailabilityZone></NodeGroupMember></NodeGroupMembers></NodeGroup>
			<NodeGroup><NodeGroupId>0002</NodeGroupId><Slots>8192-16383</Slots><NodeGroupMembers>
			<NodeGroupMember><CacheClusterId>carts-0002-001</CacheClusterId><PreferredAvailabilityZone>eu-west-1b</PreferredAvailabilityZone></NodeGroupMember>
			<NodeGroupMember><CacheClusterId>carts-0002-002</CacheClusterId><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone></NodeGroupMember></NodeGroupMembers></NodeGroup></NodeGroups>
			<AutomaticFailover>enabled</AutomaticFailover><MultiAZ>enabled</MultiAZ><ClusterEnabled>true</ClusterEnabled><ClusterMode>enabled</ClusterMode><DataTiering>disabled</DataTiering>
			<ConfigurationEndpoint><Address>clustercfg.carts.abc123.euw1.cache.amazonaws.com</Address><Port>6379</Port></ConfigurationEndpoint>
			<SnapshotRetentionLimit>0</SnapshotRetentionLimit><CacheNodeType>cache.r7g.large</CacheNodeType><KmsKeyId>arn:aws:kms:eu-west-1:123456789012:key/1</KmsKeyId><Engine>valkey</Engine></ReplicationGroup>
			<ReplicationGroup><ReplicationGroupId>lopsided</ReplicationGroupId><ARN>arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:lopsided</ARN>
			<NodeGroups>
			<NodeGroup><NodeGroupId>0001</NodeGroupId><NodeGroupMembers><NodeGroupMember><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone></NodeGroupMember><NodeGroupMember><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone></NodeGroupMember></NodeGroupMembers></NodeGroup>
			<NodeGroup><NodeGroupId>0002</NodeGroupId><NodeGroupMembers><NodeGroupMember><PreferredAvailabilityZone>eu-west-1b</PreferredAvailabilityZone></NodeGroupMember></NodeGroupMembers></NodeGroup></NodeGroups>
			<AutomaticFailover>enabling</AutomaticFailover><MultiAZ>disabled</MultiAZ><ClusterEnabled>true</ClusterEnabled></ReplicationGroup>
			<ReplicationGroup><ReplicationGroupId>follower</ReplicationGroupId><ARN>arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:follower</ARN>
			<GlobalReplicationGroupInfo><GlobalReplicationGroupId>ldgnf-other</GlobalReplicationGroupId><GlobalReplicationGroupMemberRole>SECONDARY</GlobalReplicationGroupMemberRole></GlobalReplicationGroupInfo>
			<MemberClusters><ClusterId>follower-001</ClusterId><ClusterId>follower-002</ClusterId></MemberClusters>
			<NodeGroups><NodeGroup><NodeGroupId>0001</NodeGroupId><PrimaryEndpoint><Address>follower.abc123.ng.0001.euw1.cache.amazonaws.com</Address><Port>6379</Port></PrimaryEndpoint><NodeGroupMembers>
			<NodeGroupMember><CacheClusterId>follower-001</CacheClusterId><PreferredAvailabilityZone>eu-west-1b</PreferredAvailabilityZone><CurrentRole>replica</CurrentRole></NodeGroupMember>
			<NodeGroupMember><CacheClusterId>follower-002</CacheClusterId><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone><CurrentRole>primary</CurrentRole></NodeGroupMember></NodeGroupMembers></NodeGroup></NodeGroups>
			<AutomaticFailover>disabling</AutomaticFailover><MultiAZ>disabled</MultiAZ><ClusterEnabled>false</ClusterEnabled></ReplicationGroup>
			</ReplicationGroups>`,
		"DescribeCacheClusters": `<CacheClusters>
			<CacheCluster><CacheClusterId>carts-0001-001</CacheClusterId><ARN>arn:aws:elasticache:eu-west-1:123456789012:cluster:carts-0001-001</ARN><ReplicationGroupId>carts</ReplicationGroupId><Engine>valkey</Engine><EngineVersion>8.0.1</EngineVersion>
			<CacheSubnetGroupName>caches</CacheSubnetGroupName><CacheParameterGroup><CacheParameterGroupName>default.valkey8.cluster.on</CacheParameterGroupName></CacheParameterGroup>
			<NotificationConfiguration><TopicArn>arn:aws:sns:eu-west-1:123456789012:caches</TopicArn><TopicStatus>active</TopicStatus></NotificationConfiguration><SnapshotRetentionLimit>0</SnapshotRetentionLimit></CacheCluster>
			<CacheCluster><CacheClusterId>carts-0001-002</CacheClusterId><ARN>arn:aws:elasticache:eu-west-1:123456789012:cluster:carts-0001-002</ARN><ReplicationGroupId>carts</ReplicationGroupId><Engine>valkey</Engine><SnapshotRetentionLimit>5</SnapshotRetentionLimit><SnapshotWindow>03:00-04:00</SnapshotWindow></CacheCluster>
			<CacheCluster><CacheClusterId>follower-001</CacheClusterId><ARN>arn:aws:elasticache:eu-west-1:123456789012:cluster:follower-001</ARN><ReplicationGroupId>follower</ReplicationGroupId><Engine>redis</Engine><EngineVersion>7.1.0</EngineVersion></CacheCluster>
			<CacheCluster><CacheClusterId>pages</CacheClusterId><ARN>arn:aws:elasticache:eu-west-1:123456789012:cluster:pages</ARN><Engine>memcached</Engine><NumCacheNodes>2</NumCacheNodes><PreferredAvailabilityZone>Multiple</PreferredAvailabilityZone>
			<ConfigurationEndpoint><Address>pages.abc123.cfg.euw1.cache.amazonaws.com</Address><Port>11211</Port></ConfigurationEndpoint>
			<CacheNodes><CacheNode><CacheNodeId>0001</CacheNodeId><CustomerAvailabilityZone>eu-west-1a</CustomerAvailabilityZone></CacheNode><CacheNode><CacheNodeId>0002</CacheNodeId><CustomerAvailabilityZone>eu-west-1b</CustomerAvailabilityZone></CacheNode></CacheNodes></CacheCluster>
			<CacheCluster><CacheClusterId>alone</CacheClusterId><ARN>arn:aws:elasticache:eu-west-1:123456789012:cluster:alone</ARN><Engine>redis</Engine><NumCacheNodes>1</NumCacheNodes><PreferredAvailabilityZone>eu-west-1a</PreferredAvailabilityZone>
			<CacheNodes><CacheNode><CacheNodeId>0001</CacheNodeId><Endpoint><Address>alone.abc123.0001.euw1.cache.amazonaws.com</Address><Port>6379</Port></Endpoint><CustomerAvailabilityZone>eu-west-1a</CustomerAvailabilityZone></CacheNode></CacheNodes></CacheCluster>
			</CacheClusters>`,
		"DescribeServerlessCaches": `<ServerlessCaches><member><ServerlessCacheName>elastic</ServerlessCacheName><ARN>arn:aws:elasticache:eu-west-1:123456789012:serverlesscache:elastic</ARN><Engine>valkey</Engine>
			<SubnetIds><SubnetId>subnet-a</SubnetId><SubnetId>subnet-b</SubnetId></SubnetIds><SnapshotRetentionLimit>0</SnapshotRetentionLimit><CacheUsageLimits><DataStorage><Maximum>10</Maximum><Unit>GB</Unit></DataStorage></CacheUsageLimits>
			<Endpoint><Address>elastic-abc123.serverless.euw1.cache.amazonaws.com</Address><Port>6379</Port></Endpoint></member></ServerlessCaches>`,
		"ListTagsForResource replicationgroup:carts": `<TagList><Tag><Key>tier</Key><Value>1</Value></Tag></TagList>`,
		"ListTagsForResource cluster:alone":          "!AccessDenied",
	})
}

// TestDAXAnswers reads nodes and subnet groups over two pages.
func TestDAXAnswers(t *testing.T) {
	t.Parallel()
	answered(t, daxService(), map[string]string{
		"DescribeSubnetGroups":     `{"SubnetGroups": [{"SubnetGroupName": "default", "Subnets": [{"SubnetIdentifier": "subnet-a"}]}], "NextToken": "two"}`,
		"DescribeSubnetGroups two": `{"SubnetGroups": [{"SubnetGroupName": "near", "VpcId": "vpc-1", "Subnets": [{"SubnetIdentifier": "subnet-a", "SubnetAvailabilityZone": "eu-west-1a"}, {"SubnetIdentifier": "subnet-b", "SubnetAvailabilityZone": "eu-west-1b"}]}]}`,
		"DescribeClusters": `{"Clusters": [{"ClusterName": "near", "ClusterArn": "arn:aws:dax:eu-west-1:123456789012:cache/near", "TotalNodes": 3, "ActiveNodes": 3, "NodeType": "dax.r5.large", "Status": "available",
			"ClusterDiscoveryEndpoint": {"Address": "near.abc123.dax-clusters.eu-west-1.amazonaws.com", "Port": 8111, "URL": "dax://near.abc123.dax-clusters.eu-west-1.amazonaws.com"},
			"Nodes": [{"NodeId": "near-a", "AvailabilityZone": "eu-west-1a"}, {"NodeId": "near-b", "AvailabilityZone": "eu-west-1b"}, {"NodeId": "near-c", "AvailabilityZone": "eu-west-1a"}],
			"NotificationConfiguration": {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:caches", "TopicStatus": "active"}, "SubnetGroup": "near", "SSEDescription": {"Status": "DISABLED"}}]}`,
		"ListTags": `{"Tags": [{"Key": "tier", "Value": "1"}]}`,
	})
}
