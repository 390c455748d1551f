package collect_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/live/internal/fakeaws"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// found is a service that finds what it is told, without a call.
func found(name string, late, global bool, all ...collect.Found) *collect.Service {
	return &collect.Service{Name: name, SDK: name, Late: late, Global: global, Read: func(_ context.Context, u *collect.Unit) {
		if global {
			time.Sleep(50 * time.Millisecond) // so that a region would be done first
		}
		for _, f := range all {
			u.Add(f)
		}
	}}
}

// TestMentions follows what settings name from the collector to the edges of the graph.
func TestMentions(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-Planted"
	arn := func(service, resource string) string {
		return "arn:aws:" + service + ":eu-west-1:" + management + ":" + resource
	}
	queue := "https://sqs.eu-west-1.amazonaws.com/" + management + "/orders"
	stores := found("stores", false, false,
		collect.Found{Type: "AWS::DynamoDB::Table", Ref: "carts", ARN: arn("dynamodb", "table/carts"), Properties: collect.Object{"TableName": "carts"}},
		collect.Found{Type: "AWS::DynamoDB::Table", Ref: "debug", ARN: arn("dynamodb", "table/debug"), Properties: collect.Object{"TableName": "debug"}},
		collect.Found{Type: "AWS::RDS::DBInstance", Ref: "orders", ARN: arn("rds", "db:orders"), Properties: collect.Object{
			"DBInstanceIdentifier": "orders", "Engine": "postgres", "Endpoint": map[string]any{"Address": "orders.abc.eu-west-1.rds.amazonaws.com"},
		}},
		collect.Found{Type: "AWS::SQS::Queue", Ref: queue, ARN: arn("sqs", "orders"), Properties: collect.Object{
			"QueueName": "orders", "QueueUrl": queue, "RedrivePolicy": map[string]any{"deadLetterTargetArn": arn("sqs", "orders-dead"), "maxReceiveCount": float64(5)},
		}},
		collect.Found{Type: "AWS::SQS::Queue", Ref: queue + "-dead", ARN: arn("sqs", "orders-dead"), Properties: collect.Object{"QueueName": "orders-dead"}},
		collect.Found{Type: "AWS::SecretsManager::Secret", Ref: arn("secretsmanager", "secret:shop-AbCdEf"), ARN: arn("secretsmanager", "secret:shop-AbCdEf"), Properties: collect.Object{"Name": "shop"}},
		collect.Found{Type: "AWS::ECR::Repository", Ref: "shop/web", ARN: arn("ecr", "repository/shop/web"), Properties: collect.Object{
			"RepositoryName": "shop/web", "RepositoryUri": management + ".dkr.ecr.eu-west-1.amazonaws.com/shop/web",
		}},
		collect.Found{Type: "AWS::ECR::Repository", Ref: "shop/other", ARN: arn("ecr", "repository/shop/other"), Properties: collect.Object{
			"RepositoryName": "shop/other", "RepositoryUri": management + ".dkr.ecr.eu-west-1.amazonaws.com/shop/other",
		}},
		collect.Found{Type: "AWS::Events::Rule", Ref: "uploaded", ARN: arn("events", "rule/uploaded"), Properties: collect.Object{
			"Name": "uploaded", "EventPattern": `{"source":["aws.s3"],"detail":{"bucket":{"name":["uploads-eu"]}}}`, "Targets": []any{
				map[string]any{"Id": "f", "Arn": arn("lambda", "function:work")},
				map[string]any{"Id": "t", "Arn": arn("ecs", "cluster/shop"), "EcsParameters": map[string]any{"TaskDefinitionArn": arn("ecs", "task-definition/web")}},
			},
		}},
	)
	world := found("world", false, true,
		collect.Found{Type: "AWS::S3::Bucket", Ref: "uploads-eu", ARN: "arn:aws:s3:::uploads-eu", Properties: collect.Object{"BucketName": "uploads-eu"}})
	code := found("code", true, false,
		collect.Found{Type: "AWS::Lambda::Function", Ref: "charge", ARN: arn("lambda", "function:charge"), Properties: collect.Object{"FunctionName": "charge"}},
		collect.Found{Type: "AWS::Lambda::Function", Ref: "work", ARN: arn("lambda", "function:work"), Properties: collect.Object{
			"FunctionName": "work", "Environment": map[string]any{"Variables": map[string]any{
				"TABLE_NAME": "carts", "QUEUE_URL": queue, "LOG_LEVEL": "debug", "BUCKET": "uploads-eu", "TOKEN": secret,
				"DATABASE_URL": "postgres://app:" + secret + "@orders.abc.eu-west-1.rds.amazonaws.com:5432/orders",
				"CHARGE":       "charge", "OTHER_FUNCTION": "charge",
			}},
		}},
		collect.Found{Type: "AWS::ECS::Cluster", Ref: "shop", ARN: arn("ecs", "cluster/shop"), Properties: collect.Object{"ClusterName": "shop"}},
		collect.Found{Type: "AWS::ECS::TaskDefinition", Ref: arn("ecs", "task-definition/web:9"), ARN: arn("ecs", "task-definition/web:9"), Properties: collect.Object{
			"Family": "web", "ContainerDefinitions": []any{map[string]any{"Image": "nginx"}},
		}},
		collect.Found{Type: "AWS::ECS::TaskDefinition", Ref: arn("ecs", "task-definition/web:10"), ARN: arn("ecs", "task-definition/web:10"), Properties: collect.Object{
			"Family": "web", "ContainerDefinitions": []any{map[string]any{
				"Image":       management + ".dkr.ecr.eu-west-1.amazonaws.com/shop/web:3",
				"Environment": []any{map[string]any{"Name": "TABLE", "Value": "carts"}, map[string]any{"Name": "PASSWORD", "Value": secret}},
				"Secrets":     []any{map[string]any{"Name": "KEY", "ValueFrom": arn("secretsmanager", "secret:shop-AbCdEf") + ":key::"}},
			}},
		}},
		collect.Found{Type: "AWS::ECS::Service", Ref: arn("ecs", "service/shop/web"), ARN: arn("ecs", "service/shop/web"), Properties: collect.Object{
			"ServiceName": "web", "Cluster": arn("ecs", "cluster/shop"), "TaskDefinition": arn("ecs", "task-definition/web:10"),
		}},
		collect.Found{Type: "AWS::StepFunctions::StateMachine", Ref: arn("states", "stateMachine:checkout"), ARN: arn("states", "stateMachine:checkout"), Properties: collect.Object{
			"StateMachineName": "checkout", "DefinitionString": `{"StartAt":"A","States":{
				"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"` + arn("lambda", "function:charge:live") + `","Payload":{"key":"` + secret + `"}},"Next":"B"},
				"B":{"Type":"Task","Resource":"arn:aws:states:::dynamodb:putItem","Parameters":{"TableName":"carts"},"Next":"C"},
				"C":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"` + queue + `"},"End":true}}}`,
		}},
	)
	all := []*collect.Service{code, stores, world}
	s := &fakeaws.Server{Management: management, Regions: []string{"eu-west-1"}}
	file := filepath.Join(t.TempDir(), "a.snapshot")
	_, err := collect.Run(t.Context(), collect.Options{
		Config: aws.Config{
			Region: "eu-west-1", BaseEndpoint: aws.String(s.Start(t.Cleanup, false)), Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
			HTTPClient: &http.Client{Timeout: 10 * time.Second},
		},
		Services: all, All: all, Regions: []string{"eu-west-1"}, Output: file, Rate: 100, Tool: "test", Now: func() time.Time { return time.Unix(0, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	_, resources, _ := records(t, file)
	for _, r := range resources {
		if strings.Contains(fmt.Sprint(r.Properties), secret) {
			t.Errorf("%s holds the secret: %v", r.ID, r.Properties)
		}
	}
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	b, _, err := snapshot.Parse(t.Context(), in, snapshot.Options{Name: "a.snapshot"})
	if err != nil {
		t.Fatal(err)
	}
	g := catalog.Complete(b)
	name := func(id string) string { return strings.Split(id, ":")[2] + ":" + id[strings.LastIndexAny(id, "/:")+1:] }
	var got []string
	for _, e := range g.Edges() {
		if e.Kind != graph.References {
			got = append(got, fmt.Sprintf("%s %s %s", name(e.From), e.Kind, name(e.To)))
		}
	}
	slices.Sort(got)
	want := []string{
		"ecs:web depends_on_data dynamodb:carts",
		"ecs:web depends_on_data ecr:web",
		"ecs:web depends_on_data secretsmanager:shop-AbCdEf",
		"ecs:web placed_in ecs:shop",
		"events:uploaded depends_on_data dynamodb:carts",
		"events:uploaded depends_on_data ecr:web",
		"events:uploaded depends_on_data secretsmanager:shop-AbCdEf",
		"events:uploaded routes_to ecs:shop",
		"events:uploaded routes_to lambda:work",
		"lambda:work depends_on_data dynamodb:carts",
		"lambda:work depends_on_data lambda:charge",
		"lambda:work depends_on_data rds:orders",
		"lambda:work depends_on_data s3:uploads-eu",
		"lambda:work depends_on_data sqs:orders",
		"s3:uploads-eu routes_to events:uploaded",
		"states:checkout depends_on_data dynamodb:carts",
		"states:checkout routes_to lambda:charge",
		"states:checkout routes_to sqs:orders",
	}
	// A level that is called as a table is no table, and a family runs its latest revision.
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if !slices.ContainsFunc(g.Edges(), func(e graph.Edge) bool {
		return e.Kind == graph.References && e.From == arn("sqs", "orders") && e.To == arn("sqs", "orders-dead")
	}) {
		t.Error("a queue does not refer to the one for what it could not deliver")
	}
}
