package snapshot_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// referred reads resources of one region, the first of which refers to others, and
// returns the paths and the IDs of those.
func referred(t *testing.T, resources ...snapshot.Resource) []string {
	t.Helper()
	var file bytes.Buffer
	w, err := snapshot.NewWriter(&file, &snapshot.Header{Provider: "aws", Accounts: []snapshot.Account{{ID: "123456789012"}}, Regions: []string{"eu-west-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(snapshot.Record{Unit: &snapshot.Unit{Account: "123456789012", Region: "eu-west-1", Service: "x"}}); err != nil {
		t.Fatal(err)
	}
	for i := range resources {
		r := &resources[i]
		r.Account = "123456789012"
		if r.Region == "" {
			r.Region = "eu-west-1"
		}
		if err := w.Write(snapshot.Record{Resource: r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, _, err := snapshot.Parse(t.Context(), &file, snapshot.Options{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ref := range b.Resources[0].Refs {
		got = append(got, fmt.Sprintf("%s %s", ref.Path, ref.To))
	}
	slices.Sort(got)
	return got
}

func function(variables map[string]any) snapshot.Resource {
	return snapshot.Resource{
		Type: "AWS::Lambda::Function", ID: "arn:aws:lambda:eu-west-1:123456789012:function:f", Ref: "f",
		Properties: map[string]any{"FunctionName": "f", "Environment": map[string]any{"Variables": variables}},
	}
}

func named(typ, service, resource, ref string) snapshot.Resource {
	return snapshot.Resource{Type: typ, ID: "arn:aws:" + service + ":eu-west-1:123456789012:" + resource, Ref: ref, Properties: map[string]any{}}
}

func TestMention(t *testing.T) {
	t.Parallel()
	table, queue := named("AWS::DynamoDB::Table", "dynamodb", "table/orders", "orders"), named("AWS::SQS::Queue", "sqs", "orders", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders")
	queue.Properties["QueueName"] = "orders"
	record := func(id string) snapshot.Resource {
		return snapshot.Resource{Type: "AWS::Route53::RecordSet", ID: id, Ref: "db.internal.example.com", Region: "global", Properties: map[string]any{"Name": "db.internal.example.com."}}
	}
	tests := []struct {
		name   string
		all    []snapshot.Resource
		wanted []string
	}{
		{
			"one name of two: the key says which",
			[]snapshot.Resource{function(map[string]any{"ORDERS_TABLE": "orders", "ORDERS_QUEUE": "orders", "ORDERS": "orders"}), table, queue},
			[]string{"Environment.Variables.ORDERS_QUEUE " + queue.ID, "Environment.Variables.ORDERS_TABLE " + table.ID},
		},
		{
			"a word that is a name is no mention of it",
			[]snapshot.Resource{function(map[string]any{"LOG_LEVEL": "orders", "STAGE": "default"}), table, named("AWS::Events::EventBus", "events", "event-bus/default", "default")},
			nil,
		},
		{
			"a name that is no word is one",
			[]snapshot.Resource{function(map[string]any{"ORDERS": "orders-eu"}), named("AWS::DynamoDB::Table", "dynamodb", "table/orders-eu", "orders-eu")},
			[]string{"Environment.Variables.ORDERS arn:aws:dynamodb:eu-west-1:123456789012:table/orders-eu"},
		},
		{
			"an index and a stream are their table",
			[]snapshot.Resource{function(map[string]any{
				"A": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by-date", "B": "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026",
			}), table},
			[]string{"Environment.Variables.A " + table.ID, "Environment.Variables.B " + table.ID},
		},
		{
			"a secret by its key, and without its random end",
			[]snapshot.Resource{
				function(map[string]any{"A": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::", "B": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"}),
				named("AWS::SecretsManager::Secret", "secretsmanager", "secret:db-AbCdEf", "x"),
			},
			[]string{
				"Environment.Variables.A arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf", "Environment.Variables.B arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
			},
		},
		{
			"a bucket of another region by its host and its name",
			[]snapshot.Resource{
				function(map[string]any{"A": "https://uploads-eu.s3.eu-central-1.amazonaws.com/x", "BUCKET": "uploads-eu"}),
				{Type: "AWS::S3::Bucket", ID: "arn:aws:s3:::uploads-eu", Ref: "uploads-eu", Region: "eu-central-1", Properties: map[string]any{}},
			},
			[]string{"Environment.Variables.A arn:aws:s3:::uploads-eu", "Environment.Variables.BUCKET arn:aws:s3:::uploads-eu"},
		},
		{
			"a host of one and not of all repositories",
			[]snapshot.Resource{
				{Type: "AWS::Lambda::Function", ID: "f", Ref: "f", Properties: map[string]any{"Code": map[string]any{"ImageUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:3"}}},
				{Type: "AWS::ECR::Repository", ID: "web", Ref: "web", Properties: map[string]any{"RepositoryUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web"}},
				{Type: "AWS::ECR::Repository", ID: "other", Ref: "other", Properties: map[string]any{"RepositoryUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/other"}},
			},
			[]string{"Code.ImageUri web"},
		},
		{
			"all records of a name",
			[]snapshot.Resource{function(map[string]any{"DB_HOST": "db.internal.example.com"}), record("r1"), record("r2")},
			[]string{"Environment.Variables.DB_HOST r1", "Environment.Variables.DB_HOST r2"},
		},
		{
			"an address of a function",
			[]snapshot.Resource{function(map[string]any{"OTHER": "abc.lambda-url.eu-west-1.on.aws"}), {
				Type: "AWS::Lambda::Url", ID: "u", Ref: "x", Properties: map[string]any{"FunctionUrl": "https://abc.lambda-url.eu-west-1.on.aws/"},
			}},
			[]string{"Environment.Variables.OTHER u"},
		},
		{
			"what another sends to is not its own address",
			[]snapshot.Resource{function(map[string]any{"HOST": "x.eu-west-1.es.amazonaws.com"}), {
				Type: "AWS::KinesisFirehose::DeliveryStream", ID: "d", Ref: "d", Properties: map[string]any{
					"AmazonopensearchserviceDestinationConfiguration": map[string]any{"ClusterEndpoint": "https://x.eu-west-1.es.amazonaws.com"},
				},
			}},
			nil,
		},
		{
			"what runs no code refers by addresses alone",
			[]snapshot.Resource{
				{Type: "AWS::SQS::Queue", ID: "q", Ref: "q", Properties: map[string]any{"RedrivePolicy": map[string]any{"deadLetterTargetArn": queue.ID}, "QueueName": "table-orders-1"}},
				queue,
				named("AWS::DynamoDB::Table", "dynamodb", "table/table-orders-1", "table-orders-1"),
			},
			[]string{"RedrivePolicy.deadLetterTargetArn " + queue.ID},
		},
		{
			"a document's keys say which",
			[]snapshot.Resource{function(map[string]any{"CONFIG": `{"table":"orders","nested":[{"queue":"orders"}],"level":"orders"}`}), table, queue},
			[]string{"Environment.Variables.CONFIG " + table.ID, "Environment.Variables.CONFIG " + queue.ID},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.wanted, referred(t, tt.all...)); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}
