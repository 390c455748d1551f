package rules_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// elsewhere is a resource in another region, or for its account "", of another account.
func elsewhere(r snapshot.Record, account, region string) snapshot.Record {
	moved := *r.Resource
	moved.ID = strings.ReplaceAll(moved.ID, liveRegion, region)
	if moved.Region = region; account != "" {
		moved.Account, moved.ID = account, strings.ReplaceAll(moved.ID, liveAccount, account)
	}
	return snapshot.Record{Resource: &moved}
}

func table(name string, properties map[string]any) snapshot.Record {
	all := map[string]any{
		"TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": []any{map[string]any{"AttributeName": "id", "KeyType": "HASH"}},
		"PointInTimeRecoverySpecification": map[string]any{"PointInTimeRecoveryEnabled": false},
	}
	maps.Copy(all, properties)
	typ := "AWS::DynamoDB::Table"
	if all["Replicas"] != nil {
		typ = "AWS::DynamoDB::GlobalTable"
		delete(all, "PointInTimeRecoverySpecification")
	}
	return liveResource(typ, "dynamodb:eu-west-1:123456789012:table/"+name, name, all)
}

func replica(region string, recovery bool) map[string]any {
	return map[string]any{"Region": region, "PointInTimeRecoverySpecification": map[string]any{"PointInTimeRecoveryEnabled": recovery}}
}

func tagged(key, value string) []any { return []any{map[string]any{"Key": key, "Value": value}} }

// plan is a backup plan with one selection.
func plan(name string, selection map[string]any) []snapshot.Record {
	return []snapshot.Record{
		liveResource("AWS::Backup::BackupPlan", "backup:eu-west-1:123456789012:backup-plan:"+name, name, map[string]any{
			"BackupPlanId": name, "BackupPlan": map[string]any{"BackupPlanName": name, "BackupPlanRule": []any{map[string]any{
				"RuleName": "daily", "TargetBackupVault": "daily", "CopyActions": []any{map[string]any{
					"DestinationBackupVaultArn": "arn:aws:backup:eu-central-1:123456789012:backup-vault:copies",
				}},
			}}},
		}),
		liveResource("AWS::Backup::BackupSelection", "backup:eu-west-1:123456789012:backup-plan:"+name+"/selection/s", "s", map[string]any{
			"BackupPlanId": name, "BackupSelection": selection,
		}),
	}
}

func fileSystem(id string, properties map[string]any) snapshot.Record {
	all := map[string]any{"FileSystemId": id, "Encrypted": true, "BackupPolicy": map[string]any{"Status": "DISABLED"}}
	maps.Copy(all, properties)
	return liveResource("AWS::EFS::FileSystem", "elasticfilesystem:eu-west-1:123456789012:file-system/"+id, id, all)
}

func bucket(name, region string, properties map[string]any) snapshot.Record {
	all := map[string]any{"BucketName": name}
	maps.Copy(all, properties)
	return elsewhere(liveResource("AWS::S3::Bucket", "s3:::"+name, name, all), "", region)
}

func database(name string) snapshot.Record {
	return liveResource("AWS::RDS::DBInstance", "rds:eu-west-1:123456789012:db:"+name, name, map[string]any{
		"DBInstanceIdentifier": name, "Engine": "postgres", "MultiAZ": true, "BackupRetentionPeriod": 7.0,
	})
}

// metricAlarm watches a database by a query, as alarms of a monitoring account do.
func metricAlarm(name, database, account string) snapshot.Record {
	query := map[string]any{"Id": "m", "ReturnData": true, "MetricStat": map[string]any{"Period": 60.0, "Stat": "Average", "Metric": map[string]any{
		"Namespace": "AWS/RDS", "MetricName": "CPUUtilization", "Dimensions": []any{map[string]any{"Name": "DBInstanceIdentifier", "Value": database}},
	}}}
	if account != "" {
		query["AccountId"] = account
	}
	return liveResource("AWS::CloudWatch::Alarm", "cloudwatch:eu-west-1:123456789012:alarm:"+name, name, map[string]any{
		"AlarmName": name, "ActionsEnabled": true, "AlarmActions": []any{"arn:aws:sns:eu-west-1:123456789012:on-call"}, "Metrics": []any{query},
		"Dimensions": []any{},
	})
}

const otherAccount = "999999999999"

// TestLiveCoverage has backup plans cover, and alarms watch, what they select in an
// account: by name, pattern, tag and condition, in the same region and account.
func TestLiveCoverage(t *testing.T) {
	t.Parallel()
	byTag := plan("tags", map[string]any{
		"ListOfTags": []any{map[string]any{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}}, "Resources": []any{},
		"NotResources": []any{}, "Conditions": map[string]any{},
	})
	pattern := plan("pattern", map[string]any{
		"Resources": []any{"arn:aws:dynamodb:*:*:table/*"}, "NotResources": []any{"arn:aws:dynamodb:*:*:table/scratch*"},
		"Conditions": map[string]any{"StringEquals": []any{map[string]any{"ConditionKey": "aws:ResourceTag/tier", "ConditionValue": "critical"}}},
	})
	critical := map[string]any{"Tags": tagged("tier", "critical")}
	daily := map[string]any{"Tags": tagged("backup", "daily")}
	for _, test := range []struct {
		name    string
		records []snapshot.Record
		edges   []string // RESOURCE KIND RESOURCE, all of these kinds
		fails   []string // of all rules about backups and alarms
		open    []string
	}{
		{
			"a tag", append(byTag, table("carts", daily), table("orders", critical), elsewhere(table("far", daily), "", "us-east-1")),
			[]string{"carts backed_up_by tags"},
			[]string{"aws-dynamodb-no-pitr far", "aws-dynamodb-no-pitr orders"},
			nil,
		},
		{
			"unknown tags", append(byTag, unknown(table("carts", nil), "Tags")), nil, nil,
			[]string{"aws-backup-selection-empty tags", "aws-dynamodb-no-pitr carts"},
		},
		{
			"a pattern", append(pattern, table("orders", critical), table("scratch-1", critical), table("carts", daily)),
			[]string{"orders backed_up_by pattern"},
			[]string{"aws-dynamodb-no-pitr carts", "aws-dynamodb-no-pitr scratch-1"},
			nil,
		},
		{
			"buckets and file systems by name",
			append(
				plan("names", map[string]any{"Resources": []any{
					"arn:aws:s3:::pictures", "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1", "arn:aws:s3:::far",
				}}), bucket("pictures", "eu-west-1", nil), bucket("far", "us-east-1", nil), fileSystem("fs-1", nil), fileSystem("fs-2", nil)),
			[]string{"fs-1 backed_up_by names", "pictures backed_up_by names"},
			[]string{"aws-efs-no-backup fs-2"},
			nil,
		},
		{
			"nothing is selected", append(byTag, table("orders", critical)), nil,
			[]string{"aws-backup-selection-empty tags", "aws-dynamodb-no-pitr orders"},
			nil,
		},
		{
			"buckets were denied, and one may have the tag", append(byTag, table("orders", critical), denied("s3:ListAllMyBuckets", "AWS::S3::Bucket")), nil,
			[]string{"aws-dynamodb-no-pitr orders"},
			[]string{"aws-backup-selection-empty tags"},
		},
		{
			"selections were denied",
			[]snapshot.Record{pattern[0], table("orders", critical), denied("backup:ListBackupSelections", "AWS::Backup::BackupSelection")},
			nil, nil,
			[]string{"aws-backup-no-selection pattern", "aws-dynamodb-no-pitr orders"},
		},
		{
			"one selection was denied",
			[]snapshot.Record{pattern[0], unknown(liveResource("AWS::Backup::BackupSelection", pattern[1].Resource.ID[len("arn:aws:"):], "s", map[string]any{
				"BackupPlanId": "pattern",
			}), "BackupSelection"), table("orders", critical)},
			nil, nil,
			[]string{"aws-backup-selection-empty pattern", "aws-dynamodb-no-pitr orders"},
		},
		{
			"a replica in another region is covered",
			append(byTag, table("orders", map[string]any{"Replicas": []any{
				map[string]any{"Region": "eu-west-1", "Tags": tagged("backup", "daily")}, replica("us-east-1", false),
			}}), elsewhere(table("orders", map[string]any{"Replicas": []any{replica("us-east-1", false), replica("eu-west-1", false)}}), "", "us-east-1")),
			[]string{"orders backed_up_by tags"},
			nil, nil,
		},
		{
			"a replica in another region can be restored",
			[]snapshot.Record{table("orders", map[string]any{"Replicas": []any{replica("eu-west-1", false), replica("us-east-1", true)}})},
			nil, nil, nil,
		},
		{
			"whether a replica can be restored was denied",
			[]snapshot.Record{unknown(table("orders", map[string]any{"Replicas": []any{
				replica("eu-west-1", false), map[string]any{"Region": "us-east-1"},
			}}), "Replicas[1].PointInTimeRecoverySpecification")},
			nil, nil,
			[]string{"aws-dynamodb-no-pitr orders"},
		},
		{
			"a copy of a file system in another region",
			[]snapshot.Record{
				fileSystem("fs-1", map[string]any{
					"BackupPolicy":             map[string]any{"Status": "ENABLED"},
					"ReplicationConfiguration": map[string]any{"Destinations": []any{map[string]any{"Region": "us-east-1", "FileSystemId": "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-2"}}},
				}),
				elsewhere(fileSystem("fs-2", nil), "", "us-east-1"),
			},
			[]string{"fs-1 replicates_to fs-2"},
			nil, nil,
		},
		{
			"alarms by queries",
			[]snapshot.Record{metricAlarm("own", "orders", ""), database("orders"), database("carts")},
			[]string{"orders watched_by own"},
			[]string{"aws-rds-no-alarm carts"},
			nil,
		},
		{
			"alarms of a monitoring account",
			[]snapshot.Record{metricAlarm("central", "orders", otherAccount), database("orders"), elsewhere(database("orders"), otherAccount, liveRegion)},
			[]string{"other orders watched_by central"},
			[]string{"aws-rds-no-alarm orders"},
			nil,
		},
		{
			"the ARN of an alias, and a disabled key",
			[]snapshot.Record{
				liveResource("AWS::KMS::Key", "kms:eu-west-1:123456789012:key/k", "k", map[string]any{"KeyId": "k", "Enabled": false}),
				liveResource("AWS::KMS::Alias", "kms:eu-west-1:123456789012:alias/data", "alias/data", map[string]any{"AliasName": "alias/data", "TargetKeyId": "k"}),
				liveResource("AWS::SecretsManager::Secret", "secretsmanager:eu-west-1:123456789012:secret:db-1", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-1", map[string]any{
					"Name": "db", "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:alias/data",
				}),
			},
			[]string{"db-1 encrypted_by k"},
			[]string{"aws-kms-key-disabled k"},
			nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b, _ := liveGraph(t, snapshot.Header{}, test.records...)
			g := catalog.Complete(b)
			short := func(id string) string {
				name := id[strings.LastIndexAny(id, ":/")+1:]
				if strings.Contains(id, otherAccount) {
					return "other " + name
				}
				return name
			}
			var edges []string
			for _, e := range g.Edges() {
				if slices.Contains([]graph.EdgeKind{graph.BackedUpBy, graph.WatchedBy, graph.EncryptedBy}, e.Kind) ||
					e.Kind == graph.ReplicatesTo && !strings.Contains(e.From, ":backup:") {
					edges = append(edges, short(e.From)+" "+string(e.Kind)+" "+short(e.To))
				}
			}
			slices.Sort(edges)
			same(t, "edges", edges, test.edges)
			a, err := load(t).Run(t.Context(), g, analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			said := map[analyzer.Verdict][]string{}
			for _, f := range a.Findings {
				if strings.Contains(f.Rule.ID, "backup") && !strings.Contains(f.Rule.ID, "rds") || slices.Contains([]string{"aws-dynamodb-no-pitr", "aws-rds-no-alarm", "aws-kms-key-disabled"}, f.Rule.ID) {
					said[f.Verdict] = append(said[f.Verdict], f.Rule.ID+" "+short(f.Resource.ID))
				}
			}
			for _, list := range said {
				slices.Sort(list)
			}
			same(t, "fails", said[analyzer.Fail], test.fails)
			same(t, "undetermined", said[analyzer.Undetermined], test.open)
		})
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
