package services

import (
	"fmt"
	"maps"
	"slices"

	"github.com/faultline-dev/faultline/live/collect"
)

// inventoryData are stores and their keys.
func inventoryData() []*inventoried {
	return []*inventoried{
		{
			typ: "AWS::RDS::DBSubnetGroup", ref: "DBSubnetGroupName", says: "DBSubnetGroupArn SubnetIds",
			shape: func(i *configItem) string {
				i.o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				return "AWS::RDS::DBSubnetGroup"
			},
		},
		{
			typ: "AWS::RDS::DBInstance", ref: "DBInstanceIdentifier", more: []string{"AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance"}, shape: configDBInstance,
			says: "AllocatedStorage AutoMinorVersionUpgrade AvailabilityZone BackupRetentionPeriod CopyTagsToSnapshot DBClusterIdentifier DBInstanceArn " +
				"DBInstanceClass DBParameterGroupName DBSubnetGroupName DbiResourceId DeletionProtection EnableCloudwatchLogsExports EnablePerformanceInsights " +
				"Endpoint Engine EngineVersion Iops KmsKeyId MaxAllocatedStorage MonitoringInterval MultiAZ OptionGroupName PreferredBackupWindow PromotionTier " +
				"PubliclyAccessible ReplicaMode Zones AutomaticBackupReplicationRegion SourceDBInstanceIdentifier StorageEncrypted StorageType " + onlyInTemplates,
		},
		{
			typ: "AWS::RDS::DBCluster", ref: "DBClusterIdentifier", more: []string{"AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"}, shape: configDBCluster,
			says: "AllocatedStorage AvailabilityZones BacktrackWindow BackupRetentionPeriod CopyTagsToSnapshot DBClusterArn DBClusterInstanceClass " +
				"DBClusterParameterGroupName DBClusterResourceId DBSubnetGroupName DeletionProtection EnableCloudwatchLogsExports EnableGlobalWriteForwarding " +
				"Endpoint Engine EngineMode EngineVersion KmsKeyId MonitoringInterval PerformanceInsightsEnabled ReadEndpoint ReplicationSourceIdentifier " +
				"ScalingConfiguration ServerlessV2ScalingConfiguration StorageEncrypted " + onlyInTemplates,
		},
		{
			typ: "AWS::DynamoDB::Table", ref: "TableName", more: []string{"AWS::DynamoDB::GlobalTable"}, shape: configTable,
			says: "Arn BillingMode GlobalSecondaryIndexes KeySchema ProvisionedThroughput SSESpecification StreamArn StreamSpecification TableClass " + onlyInTemplates,
		},
		{typ: "AWS::S3::Bucket", ref: "BucketName", says: "Arn DomainName BucketNamePrefix", shape: configBucket},
		{
			typ: "AWS::KMS::Key", ref: "KeyId", says: "Arn Enabled MultiRegion PendingWindowInDays",
			shape: func(i *configItem) string {
				switch v := i.also["KeyRotationStatus"].(type) {
				case bool:
					i.o["EnableKeyRotation"] = v
				case string:
					i.o["EnableKeyRotation"] = v == "true"
				}
				if i.o.Text("KeyManager") == "AWS" {
					return "" // nobody can change it
				}
				return "AWS::KMS::Key"
			},
		},
		{
			typ: "AWS::Redshift::ClusterSubnetGroup", ref: "ClusterSubnetGroupName", says: "SubnetIds",
			shape: func(i *configItem) string {
				i.o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				return "AWS::Redshift::ClusterSubnetGroup"
			},
		},
		{
			typ: "AWS::Redshift::Cluster", ref: "ClusterIdentifier", shape: configWarehouse,
			says: "AllowVersionUpgrade AutomatedSnapshotRetentionPeriod AvailabilityZone AvailabilityZoneRelocation ClusterNamespaceArn ClusterSubnetGroupName " +
				"ClusterType DestinationRegion ElasticIp Encrypted Endpoint KmsKeyId MaintenanceTrackName ManualSnapshotRetentionPeriod NodeType NumberOfNodes " +
				"SnapshotCopyRetentionPeriod Zones " + onlyInTemplates,
		},
	}
}

// onlyInTemplates are properties that say how something is made, or removed by a stack:
// of what exists there is nothing to know.
const onlyInTemplates = "DeletionPolicy UpdateReplacePolicy SnapshotIdentifier DBSnapshotIdentifier DBClusterSnapshotIdentifier RestoreTime RestoreToTime " +
	"RestoreType UseLatestRestorableTime SourceDBInstanceAutomatedBackupsArn SourceDbiResourceId SourceDbClusterResourceId SourceDBClusterIdentifier SourceRegion"

func configDBInstance(i *configItem) string {
	o := i.o
	o.Rename("DBSubnetGroup.DBSubnetGroupName", "DBSubnetGroupName", "EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports",
		"PerformanceInsightsEnabled", "EnablePerformanceInsights", "ReadReplicaSourceDBInstanceIdentifier", "SourceDBInstanceIdentifier",
		"ReadReplicaSourceDBClusterIdentifier", "SourceDBClusterIdentifier")
	if groups := o.List("DBParameterGroups"); len(groups) > 0 {
		o.Set("DBParameterGroupName", groups[0].Text("DBParameterGroupName"))
	}
	if groups := o.List("OptionGroupMemberships"); len(groups) > 0 {
		o.Set("OptionGroupName", groups[0].Text("OptionGroupName"))
	}
	standby(o)
	if copies := o.List("DBInstanceAutomatedBackupsReplications"); len(copies) > 0 {
		o.Set("AutomaticBackupReplicationRegion", arnRegion(copies[0].Text("DBInstanceAutomatedBackupsArn")))
	}
	return "AWS::" + engine(o.Text("Engine")) + "::DBInstance"
}

func configDBCluster(i *configItem) string {
	o := i.o
	o.Rename("DbclusterIdentifier", "DBClusterIdentifier", "DbclusterArn", "DBClusterArn", "DbclusterInstanceClass", "DBClusterInstanceClass",
		"DbclusterParameterGroup", "DBClusterParameterGroupName", "DbsubnetGroup", "DBSubnetGroupName", "DbClusterResourceId", "DBClusterResourceId",
		"DBSubnetGroup", "DBSubnetGroupName", "DBClusterParameterGroup", "DBClusterParameterGroupName",
		"EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports", "ReaderEndpoint", "ReadEndpoint.Address", "ScalingConfigurationInfo", "ScalingConfiguration",
		"GlobalWriteForwardingRequested", "EnableGlobalWriteForwarding")
	if address, ok := o["Endpoint"].(string); ok {
		o["Endpoint"] = map[string]any{"Address": address}
	}
	if o.Get("Port") != nil {
		o.Set("Endpoint.Port", o.Get("Port"))
	}
	return "AWS::" + engine(o.Text("Engine")) + "::DBCluster"
}

// configTable brings a table, or one with copies in other regions, whose settings there
// are in the items of those regions.
func configTable(i *configItem) string {
	o := i.o
	o.Rename("TableArn", "Arn", "LatestStreamArn", "StreamArn", "BillingModeSummary.BillingMode", "BillingMode",
		"TableClassSummary.TableClass", "TableClass", "Ssedescription.KmsmasterKeyArn", "SSESpecification.KMSMasterKeyId",
		"SSEDescription.KMSMasterKeyArn", "SSESpecification.KMSMasterKeyId")
	if status := o.Text("Ssedescription.Status") + o.Text("SSEDescription.Status"); status == "ENABLED" || status == "UPDATING" {
		o.Set("SSESpecification.SSEEnabled", true)
	}
	if o.Get("StreamSpecification.StreamEnabled") == false {
		o.Take("StreamSpecification")
	}
	var recovery map[string]any
	if status := i.also.Text("ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus"); status != "" {
		recovery = map[string]any{"PointInTimeRecoveryEnabled": status == "ENABLED"}
	}
	replicas := o.List("Replicas")
	if len(replicas) == 0 {
		o.Take("Replicas")
		if recovery != nil {
			o["PointInTimeRecoverySpecification"] = recovery
		}
		return "AWS::DynamoDB::Table"
	}
	own := map[string]any{"Region": i.u.Region, "Tags": o.Take("Tags")}
	if recovery != nil {
		own["PointInTimeRecoverySpecification"] = recovery
	}
	copies := []any{own}
	for _, r := range replicas {
		if region := r.Text("RegionName"); region != i.u.Region {
			i.unknown = append(i.unknown, fmt.Sprintf("Replicas[%d].PointInTimeRecoverySpecification", len(copies)),
				fmt.Sprintf("Replicas[%d].DeletionProtectionEnabled", len(copies)))
			copies = append(copies, map[string]any{"Region": region})
		}
	}
	if recovery == nil {
		i.unknown = append(i.unknown, "Replicas[0].PointInTimeRecoverySpecification")
	}
	if v := o.Take("DeletionProtectionEnabled"); v != nil {
		own["DeletionProtectionEnabled"] = v
	} else {
		i.unknown = append(i.unknown, "Replicas[0].DeletionProtectionEnabled")
	}
	o["Replicas"] = copies
	return "AWS::DynamoDB::GlobalTable"
}

func configWarehouse(i *configItem) string {
	o := i.o
	o.Rename("ClusterSnapshotCopyStatus.DestinationRegion", "DestinationRegion", "ClusterSnapshotCopyStatus.RetentionPeriod", "SnapshotCopyRetentionPeriod",
		"ElasticIpStatus.ElasticIp", "ElasticIp")
	if status := o.Text("AvailabilityZoneRelocationStatus"); status != "" {
		o["AvailabilityZoneRelocation"] = status == "enabled"
	}
	if n, ok := o["NumberOfNodes"].(float64); ok {
		o["ClusterType"] = "multi-node"
		if n == 1 {
			o["ClusterType"] = "single-node"
		}
	}
	return "AWS::Redshift::Cluster"
}

// configBucket brings a bucket, whose settings stand beside its configuration; of those
// that do not, nothing is known.
func configBucket(i *configItem) string {
	o, also := i.o, i.also
	o.Rename("Name", "BucketName")
	name := o.Text("BucketName")
	o.Set("Arn", "arn:"+i.u.Partition+":s3:::"+name)
	o.Set("DomainName", name+".s3.amazonaws.com")
	o.Set("RegionalDomainName", name+".s3."+i.u.Region+".amazonaws.com")
	for part, bring := range map[string]func(collect.Object) (string, any){
		"BucketVersioningConfiguration": func(c collect.Object) (string, any) {
			if status := c.Text("Status"); status != "Off" {
				return "VersioningConfiguration", map[string]any{"Status": status}
			}
			return "VersioningConfiguration", map[string]any{}
		},
		"ServerSideEncryptionConfiguration": configEncryption,
		"BucketReplicationConfiguration":    func(c collect.Object) (string, any) { return configReplication(i, c) },
		"BucketLifecycleConfiguration":      configLifecycle,
		"ObjectLockConfiguration": func(c collect.Object) (string, any) {
			o["ObjectLockEnabled"] = c.Text("ObjectLockEnabled") == "Enabled"
			return "ObjectLockConfiguration", map[string]any(c)
		},
	} {
		if c, ok := also[part].(map[string]any); ok {
			if property, v := bring(c); v != nil {
				o[property] = v
			}
		}
	}
	return "AWS::S3::Bucket"
}

func configEncryption(c collect.Object) (property string, value any) {
	rules := []any{}
	for _, r := range c.List("Rules") {
		rule := collect.Object{}
		rule.Set("BucketKeyEnabled", r.Get("BucketKeyEnabled"))
		rule.Set("ServerSideEncryptionByDefault.SSEAlgorithm", r.Get("ApplyServerSideEncryptionByDefault.SseAlgorithm"))
		rule.Set("ServerSideEncryptionByDefault.KMSMasterKeyID", r.Get("ApplyServerSideEncryptionByDefault.KmsMasterKeyID"))
		rules = append(rules, map[string]any(rule))
	}
	return "BucketEncryption", map[string]any{"ServerSideEncryptionConfiguration": rules}
}

// configReplication brings the rules, which are recorded by their IDs, in their order.
// What AWS says of the form of items does not reach into rules: what a rule has not got
// may be set all the same.
func configReplication(i *configItem, c collect.Object) (property string, value any) {
	byID, _ := c["Rules"].(map[string]any)
	rules := []any{}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		r := objectOf(byID[id])
		rule := collect.Object{}
		rule.Set("Status", r.Get("Status"))
		rule.Set("Prefix", r.Get("Prefix"))
		rule.Set("Priority", r.Get("Priority"))
		rule.Set("Destination.Bucket", r.Get("DestinationConfig.BucketARN"))
		rule.Set("Destination.StorageClass", r.Get("DestinationConfig.StorageClass"))
		rule.Set("Destination.Account", r.Get("DestinationConfig.Account"))
		rule.Set("Destination.ReplicationTime.Status", r.Get("DestinationConfig.ReplicationTime.Status"))
		rule.Set("Destination.EncryptionConfiguration.ReplicaKmsKeyID", r.Get("DestinationConfig.EncryptionConfiguration.ReplicaKmsKeyID"))
		rule.Set("DeleteMarkerReplication.Status", r.Get("DeleteMarkerReplication.Status"))
		rule.Set("SourceSelectionCriteria.SseKmsEncryptedObjects.Status", r.Get("SourceSelectionCriteria.SseKmsEncryptedObjects.Status"))
		for _, name := range []string{
			"SourceSelectionCriteria", "DeleteMarkerReplication", "Filter", "Destination.EncryptionConfiguration", "Destination.ReplicationTime", "Destination.Metrics",
		} {
			if rule.Get(name) == nil {
				i.unknown = append(i.unknown, fmt.Sprintf("ReplicationConfiguration.Rules[%d].%s", len(rules), name))
			}
		}
		rules = append(rules, map[string]any(rule))
	}
	return "ReplicationConfiguration", map[string]any{"Role": c.Get("RoleARN"), "Rules": rules}
}

// configLifecycle brings the rules. Of those that select by more than a prefix there is no
// telling what they are for, so that none is known.
func configLifecycle(c collect.Object) (property string, value any) {
	rules := []any{}
	for _, r := range c.List("Rules") {
		for _, t := range append(r.List("Transitions"), r.List("NoncurrentVersionTransitions")...) {
			t.Rename("Days", "TransitionInDays")
		}
		if predicate, ok := r.Get("Filter.Predicate").(map[string]any); ok {
			prefix, _ := predicate["Prefix"].(string)
			if prefix == "" {
				return "LifecycleConfiguration", nil
			}
			r.Set("Prefix", prefix)
		}
		r.Take("Filter")
		rules = append(rules, map[string]any(r))
	}
	return "LifecycleConfiguration", map[string]any{"Rules": rules}
}
