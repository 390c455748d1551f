package services

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// What no emulator answers, by documents after the examples of AWS's API references.

func TestAlarmDocuments(t *testing.T) {
	t.Parallel()
	handwritten(t, cloudwatchService(), map[string]string{"POST /": `<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
  <DescribeAlarmsResult>
    <CompositeAlarms>
      <member>
        <AlarmName>shop</AlarmName>
        <AlarmArn>arn:aws:cloudwatch:eu-west-1:123456789012:alarm:shop</AlarmArn>
        <AlarmDescription>planted-secret</AlarmDescription>
        <AlarmRule>ALARM("orders age") OR (ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:latency) AND NOT OK("deploying"))</AlarmRule>
        <ActionsEnabled>true</ActionsEnabled>
        <ActionsSuppressor>deploying</ActionsSuppressor>
        <ActionsSuppressorWaitPeriod>60</ActionsSuppressorWaitPeriod>
        <ActionsSuppressorExtensionPeriod>120</ActionsSuppressorExtensionPeriod>
        <AlarmActions><member>arn:aws:sns:eu-west-1:123456789012:pager</member></AlarmActions>
        <OKActions/>
        <InsufficientDataActions/>
        <StateValue>OK</StateValue>
      </member>
    </CompositeAlarms>
    <MetricAlarms>
      <!-- What Auto Scaling made for itself is left out, and nothing that has only a name like it. -->
      <member>
        <AlarmName>TargetTracking-web-AlarmHigh-7a1e</AlarmName>
        <AlarmArn>arn:aws:cloudwatch:eu-west-1:123456789012:alarm:TargetTracking-web-AlarmHigh-7a1e</AlarmArn>
        <AlarmDescription>DO NOT EDIT OR DELETE. For TargetTrackingScalingPolicy arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:c3.</AlarmDescription>
        <Namespace>AWS/EC2</Namespace>
        <MetricName>CPUUtilization</MetricName>
        <Dimensions><member><Name>AutoScalingGroupName</Name><Value>web</Value></member></Dimensions>
      </member>
      <member>
        <AlarmName>TargetTracking-by-hand</AlarmName>
        <AlarmArn>arn:aws:cloudwatch:eu-west-1:123456789012:alarm:TargetTracking-by-hand</AlarmArn>
        <AlarmDescription>Ours.</AlarmDescription>
        <Namespace>AWS/EC2</Namespace>
        <MetricName>CPUUtilization</MetricName>
        <Dimensions><member><Name>AutoScalingGroupName</Name><Value>web</Value></member></Dimensions>
      </member>
      <member>
        <AlarmName>latency</AlarmName>
        <AlarmArn>arn:aws:cloudwatch:eu-west-1:123456789012:alarm:latency</AlarmArn>
        <ActionsEnabled>true</ActionsEnabled>
        <AlarmActions><member>arn:aws:sns:eu-west-1:123456789012:pager</member></AlarmActions>
        <ComparisonOperator>GreaterThanUpperThreshold</ComparisonOperator>
        <EvaluationPeriods>2</EvaluationPeriods>
        <ThresholdMetricId>band</ThresholdMetricId>
        <Metrics>
          <member>
            <Id>m1</Id>
            <AccountId>999999999999</AccountId>
            <ReturnData>true</ReturnData>
            <MetricStat>
              <Period>60</Period>
              <Stat>p99</Stat>
              <Metric>
                <Namespace>AWS/ApplicationELB</Namespace>
                <MetricName>TargetResponseTime</MetricName>
                <Dimensions><member><Name>LoadBalancer</Name><Value>app/shop/50dc6c495c0c9188</Value></member></Dimensions>
              </Metric>
            </MetricStat>
          </member>
          <member><Id>band</Id><Expression>ANOMALY_DETECTION_BAND(m1, 2)</Expression><ReturnData>true</ReturnData></member>
        </Metrics>
      </member>
    </MetricAlarms>
  </DescribeAlarmsResult>
</DescribeAlarmsResponse>`})
}

func TestBackupDocuments(t *testing.T) {
	t.Parallel()
	const plan = "8f81f553-3a74-4a3f-b93d-b3360dc80c50"
	handwritten(t, backupService(), map[string]string{
		"GET /backup-vaults": `{"BackupVaultList": [
			{"BackupVaultName": "kept", "BackupVaultArn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:kept", "Locked": true,
			 "MinRetentionDays": 7, "MaxRetentionDays": 365, "LockDate": 1700000000, "EncryptionKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/k"},
			{"BackupVaultName": "told", "BackupVaultArn": "arn:aws:backup:eu-west-1:123456789012:backup-vault:told", "Locked": false}
		]}`,
		"GET /backup-vaults/kept/notification-configuration": "!ResourceNotFoundException",
		"GET /backup-vaults/told/notification-configuration": `{"BackupVaultName": "told",
			"SNSTopicArn": "arn:aws:sns:eu-west-1:123456789012:pager", "BackupVaultEvents": ["BACKUP_JOB_FAILED"]}`,
		"GET /backup/plans": `{"BackupPlansList": [
			{"BackupPlanId": "` + plan + `", "BackupPlanArn": "arn:aws:backup:eu-west-1:123456789012:backup-plan:` + plan + `", "BackupPlanName": "hidden"},
			{"BackupPlanId": "gone", "BackupPlanArn": "arn:aws:backup:eu-west-1:123456789012:backup-plan:gone", "BackupPlanName": "gone"}
		]}`,
		"GET /backup/plans/gone":                       "!ResourceNotFoundException",
		"GET /backup/plans/gone/selections":            "!ResourceNotFoundException",
		"GET /backup/plans/" + plan + "/selections":    `{"BackupSelectionsList": [{"SelectionId": "s1", "BackupPlanId": "` + plan + `"}, {"SelectionId": "s2"}]}`,
		"GET /backup/plans/" + plan + "/selections/s1": `{"SelectionId": "s1", "BackupSelection": {"SelectionName": "all", "IamRoleArn": "arn:aws:iam::123456789012:role/b", "Resources": ["*"]}}`,
		// The plan itself and its second selection are denied.
	})
}

func TestSecretDocuments(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
	handwritten(t, secretsmanagerService(), map[string]string{
		`ListSecrets {"MaxResults":100}`: `{"SecretList": [
			{"ARN": "` + arn + `rotated-a1b2c3", "Name": "rotated", "RotationEnabled": true, "Description": "planted-secret",
			 "RotationLambdaARN": "arn:aws:lambda:eu-west-1:123456789012:function:rotate", "RotationRules": {"AutomaticallyAfterDays": 30}},
			{"ARN": "` + arn + `copied-a1b2c3", "Name": "copied", "PrimaryRegion": "eu-west-1"},
			{"ARN": "` + arn + `copy-a1b2c3", "Name": "copy", "PrimaryRegion": "us-east-1", "RotationEnabled": true},
			{"ARN": "` + arn + `gone-a1b2c3", "Name": "gone"},
			{"ARN": "` + arn + `hidden-a1b2c3", "Name": "hidden"}
		]}`,
		`DescribeSecret {"SecretId":"` + arn + `rotated-a1b2c3"}`: `{"ARN": "` + arn + `rotated-a1b2c3"}`,
		`DescribeSecret {"SecretId":"` + arn + `copied-a1b2c3"}`: `{"ARN": "` + arn + `copied-a1b2c3", "ReplicationStatus": [
			{"Region": "us-east-1", "Status": "InSync", "KmsKeyId": "alias/aws/secretsmanager"}, {"Region": "us-west-2", "Status": "Failed"}]}`,
		`DescribeSecret {"SecretId":"` + arn + `copy-a1b2c3"}`: `{"ARN": "` + arn + `copy-a1b2c3", "PrimaryRegion": "us-east-1"}`,
		`DescribeSecret {"SecretId":"` + arn + `gone-a1b2c3"}`: "!ResourceNotFoundException",
	})
}

func TestTableDocuments(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/"
	table := func(name, more string) string {
		return `{"Table": {"TableName": "` + name + `", "TableArn": "` + arn + name + `", "TableStatus": "ACTIVE",
			"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]` + more + `}}`
	}
	recovery := `{"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED",
		"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 14}}}`
	handwritten(t, dynamodbService(), map[string]string{
		`ListTables {}`:                        `{"TableNames": ["gone", "hidden", "legacy", "old-lost", "own", "partly"]}`,
		`DescribeTable {"TableName":"gone"}`:   "!ResourceNotFoundException",
		`DescribeTable {"TableName":"legacy"}`: table("legacy", `, "GlobalTableVersion": "2017.11.29"`),
		`DescribeGlobalTable {"GlobalTableName":"legacy"}`: `{"GlobalTableDescription": {"GlobalTableName": "legacy",
			"ReplicationGroup": [{"RegionName": "eu-west-1"}, {"RegionName": "us-east-1"}]}}`,
		`DescribeContinuousBackups {"TableName":"legacy"}`:                       recovery,
		`ListTagsOfResource {"ResourceArn":"` + arn + `legacy"}`:                 `{"Tags": [{"Key": "a", "Value": "1"}], "NextToken": "n"}`,
		`ListTagsOfResource {"NextToken":"n","ResourceArn":"` + arn + `legacy"}`: `{"Tags": [{"Key": "b", "Value": "2"}]}`,
		// Whether it has replicas is denied.
		`DescribeTable {"TableName":"old-lost"}`:                   table("old-lost", `, "GlobalTableVersion": "2017.11.29"`),
		`DescribeContinuousBackups {"TableName":"old-lost"}`:       recovery,
		`ListTagsOfResource {"ResourceArn":"` + arn + `old-lost"}`: `{"Tags": []}`,
		// A global table of one region, and a replica that is being removed.
		`DescribeTable {"TableName":"own"}`: table("own", `, "GlobalTableVersion": "2019.11.21", "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"},
			"SSEDescription": {"Status": "DISABLED"}, "StreamSpecification": {"StreamEnabled": false},
			"Replicas": [{"RegionName": "eu-west-1", "ReplicaStatus": "ACTIVE"}, {"RegionName": "us-east-1", "ReplicaStatus": "DELETING"}]`),
		`DescribeContinuousBackups {"TableName":"own"}`:       recovery,
		`ListTagsOfResource {"ResourceArn":"` + arn + `own"}`: `{"Tags": []}`,
		// Its tags and whether it can be restored are denied, there and here.
		`DescribeTable {"TableName":"partly"}`: table("partly", `, "GlobalTableVersion": "2019.11.21", "DeletionProtectionEnabled": true,
			"SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/here"},
			"Replicas": [{"RegionName": "us-east-1", "ReplicaStatus": "ACTIVE", "KMSMasterKeyId": "arn:aws:kms:us-east-1:123456789012:key/there"}]`),
	})
}

func TestFileSystemDocuments(t *testing.T) {
	t.Parallel()
	handwritten(t, fsxService(), map[string]string{`DescribeFileSystems {}`: `{"FileSystems": [
		{"FileSystemId": "fs-0123456789abcdef0", "FileSystemType": "ONTAP", "ResourceARN": "arn:aws:fsx:eu-west-1:123456789012:file-system/fs-0123456789abcdef0",
		 "StorageCapacity": 1024, "StorageType": "SSD", "SubnetIds": ["subnet-a", "subnet-b"], "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/k",
		 "OntapConfiguration": {"DeploymentType": "MULTI_AZ_2", "PreferredSubnetId": "subnet-a", "AutomaticBackupRetentionDays": 0, "HAPairs": 1,
		  "ThroughputCapacity": 384, "FsxAdminPassword": "planted-secret"}, "Tags": [{"Key": "tier", "Value": "critical"}]},
		{"FileSystemId": "fs-0123456789abcdef1", "FileSystemType": "OPENZFS", "ResourceARN": "arn:aws:fsx:eu-west-1:123456789012:file-system/fs-0123456789abcdef1",
		 "StorageCapacity": 64, "SubnetIds": ["subnet-a"], "DNSName": "fs-0123456789abcdef1.fsx.eu-west-1.amazonaws.com",
		 "OpenZFSConfiguration": {"DeploymentType": "SINGLE_AZ_1", "AutomaticBackupRetentionDays": 7, "DailyAutomaticBackupStartTime": "05:00"}}
	]}`})
}

func TestKeyDocuments(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:kms:eu-west-1:123456789012:key/"
	key := func(id, more string) string {
		return `{"KeyMetadata": {"KeyId": "` + id + `", "Arn": "` + arn + id + `", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS", ` + more + `}}`
	}
	describe := func(id string) string { return `DescribeKey {"KeyId":"` + arn + id + `"}` }
	tags := func(id string) string { return `ListResourceTags {"KeyId":"` + arn + id + `"}` }
	handwritten(t, kmsService(), map[string]string{
		`ListKeys {}`: `{"Keys": [{"KeyId": "aws", "KeyArn": "` + arn + `aws"}, {"KeyId": "ending", "KeyArn": "` + arn + `ending"},
			{"KeyId": "hidden", "KeyArn": "` + arn + `hidden"}, {"KeyId": "partly", "KeyArn": "` + arn + `partly"}]}`,
		describe("aws"):    key("aws", `"KeyManager": "AWS", "Enabled": true, "KeyState": "Enabled"`),
		describe("ending"): key("ending", `"KeyManager": "CUSTOMER", "Enabled": false, "KeyState": "PendingDeletion", "DeletionDate": 1800000000`),
		tags("ending"):     `{"Tags": [{"TagKey": "tier", "TagValue": "none"}]}`,
		describe("partly"): key("partly", `"KeyManager": "CUSTOMER", "Enabled": true, "KeyState": "Enabled", "MultiRegion": true`),
		`ListAliases {}`: `{"Aliases": [{"AliasName": "alias/aws/ebs", "AliasArn": "arn:aws:kms:eu-west-1:123456789012:alias/aws/ebs", "TargetKeyId": "aws"},
			{"AliasName": "alias/aws/redshift", "AliasArn": "arn:aws:kms:eu-west-1:123456789012:alias/aws/redshift"}]}`,
	})
}

func TestBucketDocuments(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"/?max-buckets": `<ListAllMyBucketsResult><Buckets>
			<Bucket><Name>gone</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>
			<Bucket><Name>hidden</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>
			<Bucket><Name>nowhere</Name></Bucket><Bucket><Name>old</Name></Bucket>
			</Buckets></ListAllMyBucketsResult>`,
		"/gone?versioning":  "!404 NoSuchBucket",
		"/old?location":     `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">EU</LocationConstraint>`,
		"/old?versioning":   `<VersioningConfiguration/>`,
		"/old?notification": `<NotificationConfiguration/>`,
		"/old?replication": `<ReplicationConfiguration><Role>r</Role><Rule><ID>all</ID><Status>Enabled</Status>
			<Filter><And><Prefix>p/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>
			<Destination><Bucket>arn:aws:s3:::copy</Bucket></Destination></Rule></ReplicationConfiguration>`,
		"/old?lifecycle":   "!404 NoSuchLifecycleConfiguration",
		"/old?object-lock": "!404 ObjectLockConfigurationNotFoundError",
		"/old?encryption":  "!404 ServerSideEncryptionConfigurationNotFoundError",
		"/old?website":     "!404 NoSuchWebsiteConfiguration",
		"/old?tagging":     "!404 NoSuchTagSet",
		"/old?policy":      "!404 NoSuchBucketPolicy",
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			fmt.Fprintf(w, `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`, testAccount)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		document := "!403 AccessDenied"
		for key, d := range documents {
			if path, query, _ := strings.Cut(key, "?"); r.URL.Path == path && r.URL.Query().Has(query) {
				document = d
			}
		}
		if status, code, ok := strings.Cut(strings.TrimPrefix(document, "!"), " "); ok && document[0] == '!' {
			n, _ := strconv.Atoi(status)
			w.WriteHeader(n)
			document = "<Error><Code>" + code + "</Code><Message>no</Message></Error>"
		}
		fmt.Fprint(w, document)
	}))
	t.Cleanup(server.Close)
	cfg := aws.Config{
		Region: testRegion, BaseEndpoint: aws.String(server.URL), Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""), HTTPClient: server.Client(),
	}
	compare(t, "s3", read(t, cfg, &scenario{service: s3Service()}))
}

func TestSharedFileDocuments(t *testing.T) {
	t.Parallel()
	system := func(id, targets string) string {
		return `{"FileSystemId": "` + id + `", "FileSystemArn": "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/` + id + `", "OwnerId": "123456789012",
			"CreationToken": "` + id + `", "CreationTime": 1.6e9, "LifeCycleState": "available", "NumberOfMountTargets": ` + targets + `,
			"PerformanceMode": "generalPurpose", "SizeInBytes": {"Value": 6144}, "Encrypted": true,
			"Tags": [{"Key": "aws:elasticfilesystem:default-backup", "Value": "enabled"}]}`
	}
	handwritten(t, efsService(), map[string]string{
		"GET /2015-02-01/file-systems":                                              `{"FileSystems": [` + system("fs-0123456789abcdef0", "0") + `,` + system("fs-0123456789abcdef1", "2") + `]}`,
		"GET /2015-02-01/file-systems/replication-configurations":                   "!ReplicationNotFound",
		"GET /2015-02-01/file-systems/fs-0123456789abcdef0/backup-policy":           "!PolicyNotFound",
		"GET /2015-02-01/file-systems/fs-0123456789abcdef0/lifecycle-configuration": `{"LifecyclePolicies": [{"TransitionToIA": "AFTER_30_DAYS"}]}`,
		// Of the second file system everything else is denied, and all access points.
	})
}
