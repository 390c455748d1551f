package collect

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// planted is a secret that no cleaned value may hold.
const planted = "hunter2-Planted"

// cleaner is a unit in whose region some resources are known, and one of the account's
// that has no region.
func cleaner() *Unit {
	n := &names{}
	for _, r := range []snapshot.Resource{
		{Type: "AWS::DynamoDB::Table", Ref: "carts"},
		{Type: "AWS::DynamoDB::Table", Ref: "orders-eu"},
		{Type: "AWS::SQS::Queue", Ref: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", Properties: map[string]any{"QueueName": "orders-queue"}},
		{Type: "AWS::SecretsManager::Secret", Ref: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf", Properties: map[string]any{"Name": "prod/db"}},
		{Type: "AWS::S3::Bucket", Ref: "uploads-eu", Region: Global},
		{Type: "AWS::Route53::RecordSet", Ref: "db.internal.example.com", Region: Global, Properties: map[string]any{"Name": "db.internal.example.com."}},
		{Type: "AWS::DynamoDB::Table", Ref: "elsewhere-eu", Region: "us-east-1"},
	} {
		r.Account = "123456789012"
		if r.Region == "" {
			r.Region = "eu-west-1"
		}
		n.add(&r)
	}
	return &Unit{Account: "123456789012", Region: "eu-west-1", names: n}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, key, text string
		want            any
	}{
		{"a host in a URL with a password", "DATABASE_URL", "postgres://app:" + planted + "@orders.abc.eu-west-1.rds.amazonaws.com:5432/" + planted + "?sslmode=require", "orders.abc.eu-west-1.rds.amazonaws.com"},
		{"a password with an at sign", "DATABASE_URL", "postgres://app:" + planted + "@" + planted + "@orders.abc.eu-west-1.rds.amazonaws.com/x", "orders.abc.eu-west-1.rds.amazonaws.com"},
		{"a host alone", "DB_HOST", "orders.abc.eu-west-1.rds.amazonaws.com", "orders.abc.eu-west-1.rds.amazonaws.com"},
		{"a connection string", "DSN", "host=orders.abc.eu-west-1.rds.amazonaws.com password=" + planted + " dbname=shop", "orders.abc.eu-west-1.rds.amazonaws.com"},
		{"brokers", "BROKERS", "b-1.x.kafka.eu-west-1.amazonaws.com:9092,b-2.x.kafka.eu-west-1.amazonaws.com:9092", "b-1.x.kafka.eu-west-1.amazonaws.com b-2.x.kafka.eu-west-1.amazonaws.com"},
		{"a token", "API_TOKEN", planted, nil},
		{"a token under a harmless name", "STAGE", planted, nil},
		{"a token with dots", "JWT", "eyJhbGciOi." + planted + ".c2ln", nil},
		{"words", "PHRASE", "correct.horse.battery.staple", nil},
		{"a table", "TABLE", "carts", "carts"},
		{"a table of another region", "TABLE", "elsewhere-eu", nil},
		{"a bucket, which has no region", "BUCKET", "uploads-eu", "uploads-eu"},
		{"a bucket in a URL", "TARGET", "s3://uploads-eu/" + planted, "uploads-eu"},
		{"a bucket's host", "TARGET", "https://uploads-eu.s3.eu-west-1.amazonaws.com/" + planted + "?X-Amz-Signature=" + planted, "uploads-eu.s3.eu-west-1.amazonaws.com"},
		{"a queue", "QUEUE", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"},
		{"a queue of another account", "QUEUE", "https://sqs.eu-west-1.amazonaws.com/999999999999/orders", "sqs.eu-west-1.amazonaws.com/999999999999/orders"},
		{"a queue's name", "QUEUE", "orders-queue", "orders-queue"},
		{"a record", "DB_HOST", "db.internal.example.com", "db.internal.example.com"},
		{"a record in a URL", "DATABASE_URL", "mysql://app:" + planted + "@db.internal.example.com:3306/shop", "db.internal.example.com"},
		{"a record with a port", "CACHE", "db.internal.example.com:6379", "db.internal.example.com"},
		{"somebody's host", "HOST", "https://" + planted + ".example.com/", nil},
		{"several tables", "TABLES", "orders-eu, carts;" + planted, "orders-eu"},
		{"a document", "CONFIG", `{"table":"carts","password":"orders-eu","token":"` + planted + `","nested":{"url":"https://u:` + planted + `@x.eu-west-1.es.amazonaws.com/"},"list":[{"Name":"` + planted + `","Value":"orders-eu"}]}`, `{"list":[{"Value":"orders-eu"}],"nested":{"url":"x.eu-west-1.es.amazonaws.com"},"table":"carts"}`},
		{"a document without names", "CONFIG", `{"a":["` + planted + `",{"b":1}]}`, nil},
		{"a secret's name", "DB_SECRET", "prod/db", "prod/db"},
		{"where a password is kept", "DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf"},
		{"a password that is a name", "DB_PASSWORD", "carts", nil},
		{"a password that is an address", "dbPassword", planted + ".amazonaws.com", nil},
		{"an ARN with a secret behind it", "QUEUE_ARN", "arn:aws:sqs:eu-west-1:123456789012:orders:" + planted, "arn:aws:sqs:eu-west-1:123456789012:orders"},
		{"a function with its alias", "FUNCTION", "arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "arn:aws:lambda:eu-west-1:123456789012:function:charge:live"},
		{"an object in a bucket", "FILE", "arn:aws:s3:::uploads-eu/" + planted, "arn:aws:s3:::uploads-eu"},
		{"nothing", "EMPTY", "", nil},
		{"a number", "PIN", "1234567", nil},
		{"a key of AWS", "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", nil},
	}
	u := cleaner()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := u.named(tt.key, tt.text)
			if got != tt.want {
				t.Errorf("of %s=%s is kept %v, want %v", tt.key, tt.text, got, tt.want)
			}
		})
	}
}

func TestCleaned(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, typ string
		in, want  Object
	}{
		{
			"a function's variables are no pairs", "AWS::Lambda::Function",
			Object{"Environment": map[string]any{"Variables": map[string]any{"Name": planted, "Value": planted, "Type": planted, "Namespace": planted, "TABLE": "carts"}}},
			Object{"Environment": map[string]any{"Variables": map[string]any{"TABLE": "carts"}}},
		},
		{
			"containers", "AWS::ECS::TaskDefinition",
			Object{"ContainerDefinitions": []any{map[string]any{
				"Name": "web", "Command": []any{planted}, "Environment": []any{
					map[string]any{"Name": "TABLE", "Value": "carts"}, map[string]any{"Name": "DB_PASSWORD", "Value": "carts"}, map[string]any{"Name": "X", "Value": planted},
				},
				"Secrets":               []any{map[string]any{"Name": "KEY", "ValueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf:key::"}},
				"RepositoryCredentials": map[string]any{"CredentialsParameter": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf"},
				"DockerLabels":          map[string]any{"x": planted}, "LogConfiguration": map[string]any{"LogDriver": "splunk", "Options": map[string]any{"splunk-token": planted}},
				"EnvironmentFiles": []any{map[string]any{"Type": "s3", "Value": "arn:aws:s3:::uploads-eu/web.env"}},
			}}},
			Object{"ContainerDefinitions": []any{map[string]any{
				"Name": "web", "Environment": []any{
					map[string]any{"Name": "TABLE", "Value": "carts"}, map[string]any{"Name": "DB_PASSWORD"}, map[string]any{"Name": "X"},
				},
				"Secrets":               []any{map[string]any{"Name": "KEY", "ValueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf:key::"}},
				"RepositoryCredentials": map[string]any{"CredentialsParameter": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf"},
				"LogConfiguration":      map[string]any{"LogDriver": "splunk"},
				"EnvironmentFiles":      []any{map[string]any{"Type": "s3", "Value": "arn:aws:s3:::uploads-eu"}},
			}}},
		},
		{
			"who is told", "AWS::SNS::Topic",
			Object{"Subscription": []any{
				map[string]any{"Protocol": "email", "Endpoint": planted + "@example.com"},
				map[string]any{"Protocol": "sms", "Endpoint": "+15555550100"},
				map[string]any{"Protocol": "https", "Endpoint": "https://u:" + planted + "@events.example.com/" + planted},
				map[string]any{"Protocol": "sqs", "Endpoint": "arn:aws:sqs:eu-west-1:123456789012:orders"},
			}},
			Object{"Subscription": []any{
				map[string]any{"Protocol": "email", "Endpoint": "(a mail address)"},
				map[string]any{"Protocol": "sms", "Endpoint": "(a telephone number)"},
				map[string]any{"Protocol": "https", "Endpoint": "https://events.example.com"},
				map[string]any{"Protocol": "sqs", "Endpoint": "arn:aws:sqs:eu-west-1:123456789012:orders"},
			}},
		},
		{
			"an event pattern", "AWS::Events::Rule",
			Object{"EventPattern": `{"source":["aws.s3"],"detail":{"bucket":{"name":["uploads-eu"]},"token":["` + planted + `"],"size":[{"numeric":[">",5]}]}}`},
			Object{"EventPattern": `{"detail":{"bucket":{"name":["uploads-eu"]},"size":[{"numeric":["",5]}],"token":[""]},"source":["aws.s3"]}`},
		},
		{
			"what a schedule sends", "AWS::Scheduler::Schedule",
			Object{"Target": map[string]any{"Arn": "arn:aws:sqs:eu-west-1:123456789012:orders", "Input": `{"TableName":"carts","password":"` + planted + `","Type":"` + planted + `","pin":123}`}},
			Object{"Target": map[string]any{"Arn": "arn:aws:sqs:eu-west-1:123456789012:orders", "Input": `{"TableName":"carts","Type":""}`}},
		},
		{
			"parameters of an engine are its settings", "AWS::RDS::DBParameterGroup",
			Object{"Parameters": map[string]any{"synchronous_commit": "off"}},
			Object{"Parameters": map[string]any{"synchronous_commit": "off"}},
		},
		{
			"tags stay, passwords and code do not", "AWS::RDS::DBInstance",
			Object{"Tags": []any{map[string]any{"Key": "Password", "Value": "none"}}, "MasterUserPassword": planted, "UserData": planted, "ManageMasterUserPassword": true, "Nested": map[string]any{"AuthToken": planted}},
			Object{"Tags": []any{map[string]any{"Key": "Password", "Value": "none"}}, "ManageMasterUserPassword": true, "Nested": map[string]any{}},
		},
		{
			"what a delivery stream sends", "AWS::KinesisFirehose::DeliveryStream",
			Object{"SplunkDestinationConfiguration": map[string]any{"HECEndpoint": "https://splunk.example.com:8088", "HECToken": planted}, "RedshiftDestinationConfiguration": map[string]any{
				"ClusterJDBCURL": "jdbc:redshift://w.abc.eu-west-1.redshift.amazonaws.com:5439/shop;PWD=" + planted, "Password": planted,
				"ProcessingConfiguration": map[string]any{"Processors": []any{map[string]any{"Type": "Lambda", "Parameters": []any{
					map[string]any{"ParameterName": "LambdaArn", "ParameterValue": "arn:aws:lambda:eu-west-1:123456789012:function:shape:$LATEST"},
					map[string]any{"ParameterName": "Other", "ParameterValue": planted},
				}}}},
			}},
			Object{"SplunkDestinationConfiguration": map[string]any{"HECEndpoint": "https://splunk.example.com:8088"}, "RedshiftDestinationConfiguration": map[string]any{
				"ClusterJDBCURL": "jdbc:redshift://w.abc.eu-west-1.redshift.amazonaws.com:5439/shop",
				"ProcessingConfiguration": map[string]any{"Processors": []any{map[string]any{"Type": "Lambda", "Parameters": []any{
					map[string]any{"ParameterName": "LambdaArn", "ParameterValue": "arn:aws:lambda:eu-west-1:123456789012:function:shape"},
					map[string]any{"ParameterName": "Other"},
				}}}},
			}},
		},
	}
	u := cleaner()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := u.cleaned(tt.typ, tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("cleaned (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStateMachine(t *testing.T) {
	t.Parallel()
	const in = `{
	  "Comment": "` + planted + `", "StartAt": "Charge", "TimeoutSeconds": 300, "QueryLanguage": "JSONPath",
	  "States": {
	    "Charge": {
	      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "HeartbeatSeconds": 60,
	      "Parameters": {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "Payload": {"Next": "` + planted + `", "amount": 5, "apiKey": "carts", "retry": true}},
	      "Retry": [{"ErrorEquals": ["Lambda.ServiceException"], "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2, "MaxDelaySeconds": 60, "JitterStrategy": "FULL"}],
	      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Undo", "ResultPath": "$.` + planted + `"}],
	      "Next": "Each"
	    },
	    "Each": {"Type": "Map", "MaxConcurrency": 3, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "Book", "States": {
	      "Book": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "Arguments": {"TableName": "carts", "Item": {"t": {"S": "` + planted + `"}}}, "End": true}}}, "Next": "Choose"},
	    "Choose": {"Type": "Choice", "Choices": [{"Variable": "$.` + planted + `", "StringEquals": "` + planted + `", "Next": "Undo"}], "Default": "Undo"},
	    "Undo": {"Type": "Pass", "Result": {"Version": "` + planted + `"}, "End": true}
	  }
	}`
	const want = `{"QueryLanguage":"JSONPath","StartAt":"Charge","States":{` +
		`"Charge":{"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Undo","ResultPath":""}],"HeartbeatSeconds":60,"Next":"Each",` +
		`"Parameters":{"FunctionName":"arn:aws:lambda:eu-west-1:123456789012:function:charge:live","Payload":{"Next":"","retry":true}},` +
		`"Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",` +
		`"Retry":[{"BackoffRate":2,"ErrorEquals":["Lambda.ServiceException"],"IntervalSeconds":2,"JitterStrategy":"FULL","MaxAttempts":6,"MaxDelaySeconds":60}],"Type":"Task"},` +
		`"Choose":{"Choices":[{"Next":"Undo","StringEquals":"","Variable":""}],"Default":"Undo","Type":"Choice"},` +
		`"Each":{"ItemProcessor":{"ProcessorConfig":{"ExecutionType":"EXPRESS","Mode":"DISTRIBUTED"},"StartAt":"Book","States":{` +
		`"Book":{"Arguments":{"Item":{"t":{"S":""}},"TableName":"carts"},"End":true,"Resource":"arn:aws:states:::dynamodb:putItem","Type":"Task"}}},"MaxConcurrency":3,"Next":"Choose","Type":"Map"},` +
		`"Undo":{"End":true,"Result":{"Version":""},"Type":"Pass"}},"TimeoutSeconds":300}`
	got := cleaner().cleaned("AWS::StepFunctions::StateMachine", Object{"DefinitionString": in})["DefinitionString"]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cleaned (-want +got):\n%s", diff)
	}
	if got := cleaner().cleaned("AWS::StepFunctions::StateMachine", Object{"DefinitionString": "no JSON, " + planted}); len(got) != 0 {
		t.Errorf("of what is no program is kept %v", got)
	}
}

// FuzzCleaned holds that of any text, wherever it stands, no more is kept than names
// that are known and addresses.
func FuzzCleaned(f *testing.F) {
	for _, seed := range []string{
		"", "carts", "postgres://a:b@orders.abc.eu-west-1.rds.amazonaws.com:5432/x", `{"TableName":"carts","a":["b"]}`, "arn:aws:sqs:eu-west-1:123456789012:orders",
		"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:x/invocations", "s3://uploads-eu/a", "[[[[", "\xff\xfe",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1", "https://a.lambda-url.eu-west-1.on.aws/?k=v",
	} {
		f.Add("TABLE", seed)
		f.Add("password", seed)
	}
	u := cleaner()
	f.Fuzz(func(t *testing.T, key, s string) {
		for _, o := range []Object{
			{"Environment": map[string]any{"Variables": map[string]any{key: s}}},
			{"Environment": []any{map[string]any{"Name": "X", "Value": s}}},
			{"Parameters": map[string]any{"deep": []any{s}}},
		} {
			kept := u.cleaned("AWS::Lambda::Function", o)
			leaves("", map[string]any(kept), func(of, text string) {
				var inside any
				if json.Unmarshal([]byte(text), &inside) == nil {
					leaves(of, inside, func(of, text string) { held(t, u, of, text) })
					return
				}
				held(t, u, of, text)
			})
		}
		for _, name := range []string{"DefinitionString", "EventPattern", "Input", "Endpoint", "ClusterJDBCURL"} {
			if _, err := json.Marshal(u.cleaned("AWS::SNS::Subscription", Object{name: s})); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// held fails a test for a text that is no name.
func held(t *testing.T, u *Unit, key, text string) {
	t.Helper()
	if key == "Name" {
		return
	}
	if credential(key) && !keeps(text) {
		t.Fatalf("of the credential %s is kept %q", key, text)
	}
	for part := range strings.FieldsSeq(text) {
		if !u.names.has(u.Account, u.Region, text) && !u.names.has(u.Account, u.Region, part) && !snapshot.IsAddress(part) {
			t.Fatalf("of %s is kept %q, which is no name", key, part)
		}
	}
}

// leaves calls each with every text in a value, and what it is the value of.
func leaves(key string, v any, each func(key, text string)) {
	switch v := v.(type) {
	case string:
		each(key, v)
	case map[string]any:
		for member, e := range v {
			leaves(member, e, each)
		}
	case []any:
		for _, e := range v {
			leaves(key, e, each)
		}
	}
}
