package services

import "testing"

// TestRDSAnswers reads what no emulator makes: DocumentDB with a global cluster, a Multi-AZ
// DB cluster, the zone of a standby, copies of automated backups, options, Limitless, and
// a parameter group that may not be looked into.
func TestRDSAnswers(t *testing.T) {
	t.Parallel()
	answered(t, rdsService(), map[string]string{
		"DescribeDBSubnetGroups": `<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>data</DBSubnetGroupName>
			<DBSubnetGroupArn>arn:aws:rds:eu-west-1:123456789012:subgrp:data</DBSubnetGroupArn><VpcId>vpc-1</VpcId><Subnets>
			<Subnet><SubnetIdentifier>subnet-a</SubnetIdentifier><SubnetAvailabilityZone><Name>eu-west-1a</Name></SubnetAvailabilityZone></Subnet>
			<Subnet><SubnetIdentifier>subnet-b</SubnetIdentifier><SubnetAvailabilityZone><Name>eu-west-1b</Name></SubnetAvailabilityZone></Subnet>
			</Subnets></DBSubnetGroup></DBSubnetGroups>`,
		"DescribeGlobalClusters": `<GlobalClusters><GlobalClusterMember><GlobalClusterIdentifier>profiles-everywhere</GlobalClusterIdentifier>
			<GlobalClusterArn>arn:aws:rds::123456789012:global-cluster:profiles-everywhere</GlobalClusterArn><Engine>docdb</Engine>
			<DeletionProtection>true</DeletionProtection><GlobalClusterMembers>
			<GlobalClusterMember><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:profiles</DBClusterArn><IsWriter>true</IsWriter>
			<Readers><member>arn:aws:rds:eu-central-1:123456789012:cluster:profiles-far</member></Readers></GlobalClusterMember>
			<GlobalClusterMember><DBClusterArn>arn:aws:rds:eu-central-1:123456789012:cluster:profiles-far</DBClusterArn><IsWriter>false</IsWriter><Readers/></GlobalClusterMember>
			</GlobalClusterMembers></GlobalClusterMember></GlobalClusters>`,
		"DescribeDBClusters": `<DBClusters>
			<DBCluster><DBClusterIdentifier>profiles</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:profiles</DBClusterArn>
			<Engine>docdb</Engine><EngineVersion>5.0.0</EngineVersion><BackupRetentionPeriod>3</BackupRetentionPeriod><DBSubnetGroup>data</DBSubnetGroup>
			<Endpoint>profiles.cluster-abc.eu-west-1.docdb.amazonaws.com</Endpoint><ReaderEndpoint>profiles.cluster-ro-abc.eu-west-1.docdb.amazonaws.com</ReaderEndpoint>
			<Port>27017</Port><DbClusterResourceId>cluster-PROFILES</DbClusterResourceId><DeletionProtection>true</DeletionProtection>
			<DBClusterMembers><DBClusterMember><DBInstanceIdentifier>profiles-1</DBInstanceIdentifier><IsClusterWriter>true</IsClusterWriter><PromotionTier>1</PromotionTier></DBClusterMember></DBClusterMembers></DBCluster>
			<DBCluster><DBClusterIdentifier>ledger</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:ledger</DBClusterArn>
			<Engine>postgres</Engine><EngineVersion>16.4</EngineVersion><EngineMode>provisioned</EngineMode><DBClusterInstanceClass>db.m6gd.large</DBClusterInstanceClass>
			<MultiAZ>true</MultiAZ><AllocatedStorage>100</AllocatedStorage><BackupRetentionPeriod>7</BackupRetentionPeriod><DBSubnetGroup>data</DBSubnetGroup>
			<StorageEncrypted>true</StorageEncrypted><KmsKeyId>arn:aws:kms:eu-west-1:123456789012:key/1</KmsKeyId><Endpoint>ledger.cluster-abc.eu-west-1.rds.amazonaws.com</Endpoint>
			<MasterUserSecret><SecretArn>arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1</SecretArn></MasterUserSecret>
			<TagList><Tag><Key>tier</Key><Value>1</Value></Tag></TagList></DBCluster>
			<DBCluster><DBClusterIdentifier>limitless</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:limitless</DBClusterArn>
			<Engine>aurora-postgresql</Engine><ClusterScalabilityType>limitless</ClusterScalabilityType><BackupRetentionPeriod>7</BackupRetentionPeriod></DBCluster>
			<DBCluster><DBClusterIdentifier>quiet</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:quiet</DBClusterArn>
			<Engine>aurora-mysql</Engine><EngineMode>serverless</EngineMode><ScalingConfigurationInfo><MinCapacity>2</MinCapacity><MaxCapacity>8</MaxCapacity><AutoPause>true</AutoPause></ScalingConfigurationInfo></DBCluster>
			</DBClusters>`,
		"DescribeDBInstances": `<DBInstances>
			<DBInstance><DBInstanceIdentifier>profiles-1</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:profiles-1</DBInstanceArn>
			<Engine>docdb</Engine><DBInstanceClass>db.r6g.large</DBInstanceClass><DBClusterIdentifier>profiles</DBClusterIdentifier><AvailabilityZone>eu-west-1a</AvailabilityZone>
			<PromotionTier>1</PromotionTier><Endpoint><Address>profiles-1.abc.eu-west-1.docdb.amazonaws.com</Address><Port>27017</Port></Endpoint></DBInstance>
			<DBInstance><DBInstanceIdentifier>ledger-instance-1</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:ledger-instance-1</DBInstanceArn>
			<Engine>postgres</Engine><DBInstanceClass>db.m6gd.large</DBInstanceClass><DBClusterIdentifier>ledger</DBClusterIdentifier><AvailabilityZone>eu-west-1a</AvailabilityZone><MultiAZ>false</MultiAZ></DBInstance>
			<DBInstance><DBInstanceIdentifier>ledger-instance-2</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:ledger-instance-2</DBInstanceArn>
			<Engine>postgres</Engine><DBInstanceClass>db.m6gd.large</DBInstanceClass><DBClusterIdentifier>ledger</DBClusterIdentifier><AvailabilityZone>eu-west-1b</AvailabilityZone><MultiAZ>false</MultiAZ></DBInstance>
			<DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:orders</DBInstanceArn>
			<Engine>postgres</Engine><DBInstanceClass>db.m6g.large</DBInstanceClass><MultiAZ>true</MultiAZ><AvailabilityZone>eu-west-1b</AvailabilityZone>
			<SecondaryAvailabilityZone>eu-west-1a</SecondaryAvailabilityZone><BackupRetentionPeriod>7</BackupRetentionPeriod><MasterUsername>app</MasterUsername>
			<DBSubnetGroup><DBSubnetGroupName>data</DBSubnetGroupName></DBSubnetGroup><DBParameterGroups><DBParameterGroup><DBParameterGroupName>hidden</DBParameterGroupName></DBParameterGroup></DBParameterGroups>
			<DBInstanceAutomatedBackupsReplications><DBInstanceAutomatedBackupsReplication><DBInstanceAutomatedBackupsArn>arn:aws:rds:eu-central-1:123456789012:auto-backup:ab-1</DBInstanceAutomatedBackupsArn></DBInstanceAutomatedBackupsReplication></DBInstanceAutomatedBackupsReplications>
			<Endpoint><Address>orders.abc.eu-west-1.rds.amazonaws.com</Address><Port>5432</Port><HostedZoneId>Z1</HostedZoneId></Endpoint></DBInstance>
			<DBInstance><DBInstanceIdentifier>orders-far</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:orders-far</DBInstanceArn>
			<Engine>postgres</Engine><DBInstanceClass>db.m6g.large</DBInstanceClass><MultiAZ>false</MultiAZ><AvailabilityZone>eu-west-1a</AvailabilityZone>
			<ReadReplicaSourceDBInstanceIdentifier>arn:aws:rds:us-east-1:123456789012:db:main</ReadReplicaSourceDBInstanceIdentifier><BackupRetentionPeriod>0</BackupRetentionPeriod></DBInstance>
			<DBInstance><DBInstanceIdentifier>books</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:books</DBInstanceArn>
			<Engine>sqlserver-se</Engine><DBInstanceClass>db.m5.large</DBInstanceClass><MultiAZ>false</MultiAZ><AvailabilityZone>eu-west-1a</AvailabilityZone>
			<OptionGroupMemberships><OptionGroupMembership><OptionGroupName>mirrored</OptionGroupName><Status>in-sync</Status></OptionGroupMembership></OptionGroupMemberships>
			<DBParameterGroups><DBParameterGroup><DBParameterGroupName>default.sqlserver-se-16.0</DBParameterGroupName></DBParameterGroup></DBParameterGroups></DBInstance>
			</DBInstances>`,
		"DescribeDBShardGroups": `<DBShardGroups><DBShardGroup><DBShardGroupIdentifier>shards</DBShardGroupIdentifier><DBShardGroupArn>arn:aws:rds:eu-west-1:123456789012:shard-group:shards</DBShardGroupArn>
			<DBClusterIdentifier>limitless</DBClusterIdentifier><ComputeRedundancy>0</ComputeRedundancy><MaxACU>768.0</MaxACU><MinACU>16.0</MinACU><PubliclyAccessible>false</PubliclyAccessible>
			<Endpoint>limitless.shardgrp-abc.eu-west-1.rds.amazonaws.com</Endpoint></DBShardGroup></DBShardGroups>`,
		"DescribeOptionGroups": `<OptionGroupsList>
			<OptionGroup><OptionGroupName>default:postgres-16</OptionGroupName><OptionGroupArn>arn:aws:rds:eu-west-1:123456789012:og:default:postgres-16</OptionGroupArn><EngineName>postgres</EngineName></OptionGroup>
			<OptionGroup><OptionGroupName>mirrored</OptionGroupName><OptionGroupArn>arn:aws:rds:eu-west-1:123456789012:og:mirrored</OptionGroupArn><EngineName>sqlserver-se</EngineName><MajorEngineVersion>16.00</MajorEngineVersion>
			<Options><Option><OptionName>Mirroring</OptionName><Port>0</Port><OptionSettings><OptionSetting><Name>PASSWORD</Name><Value>planted-secret</Value></OptionSetting></OptionSettings></Option></Options></OptionGroup>
			</OptionGroupsList>`,
		"DescribeDBParameterGroups": `<DBParameterGroups>
			<DBParameterGroup><DBParameterGroupName>default.postgres16</DBParameterGroupName><DBParameterGroupFamily>postgres16</DBParameterGroupFamily><DBParameterGroupArn>arn:aws:rds:eu-west-1:123456789012:pg:default.postgres16</DBParameterGroupArn></DBParameterGroup>
			<DBParameterGroup><DBParameterGroupName>hidden</DBParameterGroupName><DBParameterGroupFamily>postgres16</DBParameterGroupFamily><DBParameterGroupArn>arn:aws:rds:eu-west-1:123456789012:pg:hidden</DBParameterGroupArn></DBParameterGroup>
			<DBParameterGroup><DBParameterGroupName>graphs</DBParameterGroupName><DBParameterGroupFamily>neptune1.3</DBParameterGroupFamily><DBParameterGroupArn>arn:aws:rds:eu-west-1:123456789012:pg:graphs</DBParameterGroupArn></DBParameterGroup>
			</DBParameterGroups>`,
		"DescribeDBParameters": "!AccessDenied",
		"DescribeDBClusterParameterGroups": `<DBClusterParameterGroups><DBClusterParameterGroup><DBClusterParameterGroupName>fast</DBClusterParameterGroupName><DBParameterGroupFamily>aurora-mysql8.0</DBParameterGroupFamily>
			<DBClusterParameterGroupArn>arn:aws:rds:eu-west-1:123456789012:cluster-pg:fast</DBClusterParameterGroupArn></DBClusterParameterGroup></DBClusterParameterGroups>`,
		"DescribeDBClusterParameters": `<Parameters>
			<Parameter><ParameterName>innodb_flush_log_at_trx_commit</ParameterName><ParameterValue>0</ParameterValue><AllowedValues>0-2</AllowedValues><DataType>integer</DataType><Source>user</Source></Parameter>
			<Parameter><ParameterName>binlog_format</ParameterName><ParameterValue>ROW</ParameterValue><AllowedValues>ROW,STATEMENT,MIXED,OFF</AllowedValues><DataType>string</DataType><Source>user</Source></Parameter>
			<Parameter><ParameterName>init_connect</ParameterName><ParameterValue>SET @key='planted-secret'</ParameterValue><DataType>string</DataType><Source>user</Source></Parameter>
			<Parameter><ParameterName>sync_binlog</ParameterName><ParameterValue>1</ParameterValue><DataType>integer</DataType><Source>system</Source></Parameter>
			</Parameters>`,
		"DescribeDBProxies": `<DBProxies><member><DBProxyName>front</DBProxyName><DBProxyArn>arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-1</DBProxyArn><EngineFamily>POSTGRESQL</EngineFamily>
			<VpcSubnetIds><member>subnet-a</member><member>subnet-b</member></VpcSubnetIds><Endpoint>front.proxy-abc.eu-west-1.rds.amazonaws.com</Endpoint><IdleClientTimeout>900</IdleClientTimeout>
			<Auth><member><AuthScheme>SECRETS</AuthScheme><SecretArn>arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-1</SecretArn><IAMAuth>DISABLED</IAMAuth></member></Auth></member></DBProxies>`,
		"DescribeDBProxyEndpoints": `<DBProxyEndpoints>
			<member><DBProxyEndpointName>default</DBProxyEndpointName><DBProxyEndpointArn>arn:aws:rds:eu-west-1:123456789012:db-proxy-endpoint:prx-endpoint-1</DBProxyEndpointArn><DBProxyName>front</DBProxyName><IsDefault>true</IsDefault></member>
			<member><DBProxyEndpointName>front-read</DBProxyEndpointName><DBProxyEndpointArn>arn:aws:rds:eu-west-1:123456789012:db-proxy-endpoint:prx-endpoint-2</DBProxyEndpointArn><DBProxyName>front</DBProxyName><TargetRole>READ_ONLY</TargetRole><IsDefault>false</IsDefault>
			<VpcSubnetIds><member>subnet-a</member></VpcSubnetIds></member></DBProxyEndpoints>`,
		"DescribeDBProxyTargetGroups": `<TargetGroups><member><DBProxyName>front</DBProxyName><TargetGroupName>default</TargetGroupName><TargetGroupArn>arn:aws:rds:eu-west-1:123456789012:target-group:prx-tg-1</TargetGroupArn><IsDefault>true</IsDefault>
			<ConnectionPoolConfig><MaxConnectionsPercent>90</MaxConnectionsPercent><InitQuery>SET SESSION x='planted-secret'</InitQuery></ConnectionPoolConfig></member></TargetGroups>`,
		"DescribeDBProxyTargets": `<Targets>
			<member><TrackedClusterId>ledger</TrackedClusterId><RdsResourceId>ledger</RdsResourceId><Type>TRACKED_CLUSTER</Type></member>
			<member><TrackedClusterId>ledger</TrackedClusterId><RdsResourceId>ledger-instance-1</RdsResourceId><Type>RDS_INSTANCE</Type><Role>READ_WRITE</Role></member>
			<member><TrackedClusterId>ledger</TrackedClusterId><RdsResourceId>ledger-instance-2</RdsResourceId><Type>RDS_INSTANCE</Type><Role>READ_ONLY</Role></member>
			</Targets>`,
		"ListTagsForResource": `<TagList><Tag><Key>team</Key><Value>payments</Value></Tag></TagList>`,
	})
}
