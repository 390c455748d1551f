package rules_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

const (
	liveAccount = "123456789012"
	liveRegion  = "eu-west-1"
)

// liveGraph reads records as those of one region of an account.
func liveGraph(t *testing.T, header snapshot.Header, records ...snapshot.Record) (*graph.Builder, snapshot.Stats) {
	t.Helper()
	header.Provider, header.Accounts, header.Regions = "aws", []snapshot.Account{{ID: liveAccount}}, []string{liveRegion}
	var file bytes.Buffer
	w, err := snapshot.NewWriter(&file, &header)
	if err != nil {
		t.Fatal(err)
	}
	unit := snapshot.Record{Unit: &snapshot.Unit{Account: liveAccount, Region: liveRegion, Service: "all", Captured: time.Unix(0, 0).UTC()}}
	for _, r := range append([]snapshot.Record{unit}, records...) {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, stats, err := snapshot.Parse(t.Context(), &file, snapshot.Options{Name: "live.snapshot"})
	if err != nil {
		t.Fatal(err)
	}
	return b, stats
}

func liveResource(typ, arn, ref string, properties map[string]any) snapshot.Record {
	return snapshot.Record{Resource: &snapshot.Resource{
		Type: typ, ID: "arn:aws:" + arn, Ref: ref, Account: liveAccount, Region: liveRegion, Properties: properties,
	}}
}

func denied(call string, types ...string) snapshot.Record {
	return snapshot.Record{Failure: &snapshot.Failure{
		Account: liveAccount, Region: liveRegion, Service: "x", Call: call, Code: "AccessDenied", Kind: snapshot.Denied, Types: types,
	}}
}

// TestLiveFailures has what could not be read make undetermined what needs it, and
// nothing else: never an absence that was not looked for.
func TestLiveFailures(t *testing.T) {
	t.Parallel()
	database := liveResource("AWS::RDS::DBInstance", "rds:eu-west-1:123456789012:db:orders", "orders", map[string]any{
		"DBInstanceIdentifier": "orders", "Engine": "postgres", "MultiAZ": false, "BackupRetentionPeriod": 7.0, "StorageEncrypted": true,
	})
	table := liveResource("AWS::DynamoDB::Table", "dynamodb:eu-west-1:123456789012:table/carts", "carts", map[string]any{
		"TableName": "carts", "BillingMode": "PAY_PER_REQUEST", "KeySchema": []any{map[string]any{"AttributeName": "id", "KeyType": "HASH"}},
	})
	alarm := liveResource("AWS::CloudWatch::Alarm", "cloudwatch:eu-west-1:123456789012:alarm:space", "space", map[string]any{
		"AlarmName": "space", "Namespace": "AWS/RDS", "MetricName": "FreeStorageSpace", "ActionsEnabled": true,
		"AlarmActions": []any{"arn:aws:sns:eu-west-1:123456789012:on-call"},
		"Dimensions":   []any{map[string]any{"Name": "DBInstanceIdentifier", "Value": "orders"}},
	})
	for _, test := range []struct {
		name    string
		header  snapshot.Header
		records []snapshot.Record
		fails   []string // RULE RESOURCE, among others
		open    []string // undetermined, among others
		without []string // rules that say nothing
	}{
		{
			name: "all was read", records: []snapshot.Record{database},
			fails: []string{"aws-rds-single-az orders", "aws-rds-no-alarm orders"},
		},
		{
			name: "an alarm watches it", records: []snapshot.Record{database, alarm},
			fails: []string{"aws-rds-single-az orders"}, without: []string{"aws-rds-no-alarm"},
		},
		{
			name: "alarms were denied", records: []snapshot.Record{database, denied("cloudwatch:DescribeAlarms", "AWS::CloudWatch::Alarm")},
			fails: []string{"aws-rds-single-az orders"}, open: []string{"aws-rds-no-alarm orders"},
		},
		{
			name: "something else was denied", records: []snapshot.Record{database, denied("sqs:ListQueues", "AWS::SQS::Queue")},
			fails: []string{"aws-rds-single-az orders", "aws-rds-no-alarm orders"},
		},
		{
			name: "--services left alarms out", header: snapshot.Header{Omitted: []string{"AWS::CloudWatch::Alarm"}}, records: []snapshot.Record{database},
			fails: []string{"aws-rds-single-az orders"}, open: []string{"aws-rds-no-alarm orders"},
		},
		{
			name: "no backup", records: []snapshot.Record{table},
			fails: []string{"aws-dynamodb-no-pitr carts"},
		},
		{
			name: "recovery was denied", records: []snapshot.Record{unknown(table, "PointInTimeRecoverySpecification")},
			open: []string{"aws-dynamodb-no-pitr carts"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b, _ := liveGraph(t, test.header, test.records...)
			a, err := load(t).Run(t.Context(), catalog.Complete(b), analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			said := map[analyzer.Verdict][]string{}
			for _, f := range a.Findings {
				name := f.Resource.ID[strings.LastIndexAny(f.Resource.ID, ":/")+1:]
				said[f.Verdict] = append(said[f.Verdict], f.Rule.ID+" "+name)
				if slices.Contains(test.without, f.Rule.ID) {
					t.Errorf("%s: %s", f.Rule.ID, f.Message)
				}
			}
			for _, want := range test.fails {
				if !slices.Contains(said[analyzer.Fail], want) {
					t.Errorf("does not fail: %s; failed: %v", want, said[analyzer.Fail])
				}
			}
			for _, want := range test.open {
				if !slices.Contains(said[analyzer.Undetermined], want) || slices.Contains(said[analyzer.Fail], want) {
					t.Errorf("is not undetermined: %s; failed: %v; undetermined: %v", want, said[analyzer.Fail], said[analyzer.Undetermined])
				}
			}
			failed := slices.ContainsFunc(test.records, func(r snapshot.Record) bool { return r.Failure != nil })
			if incomplete := slices.ContainsFunc(b.Diagnostics, func(d graph.Diagnostic) bool { return d.Incomplete }); incomplete != failed {
				t.Errorf("incomplete is %v", incomplete)
			}
		})
	}
}

// unknown is a resource of which a property could not be read.
func unknown(r snapshot.Record, property string) snapshot.Record {
	copied := *r.Resource
	copied.Unknown = map[string]string{property: "dynamodb:DescribeContinuousBackups (AccessDenied)"}
	return snapshot.Record{Resource: &copied}
}
