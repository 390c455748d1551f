package services

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudcontrol"
	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/live/collect"
)

// controlDocuments are answers of Cloud Control, with the properties of the types as
// their schemas in the CloudFormation registry have them.
type controlDocuments map[string]string

// list is the answer to listing a type; each resource is its identifier and properties.
func (d controlDocuments) list(t *testing.T, typ, model string, resources ...[2]string) {
	t.Helper()
	var descriptions []any
	for _, r := range resources {
		descriptions = append(descriptions, map[string]string{"Identifier": r[0], "Properties": r[1]})
	}
	request := fmt.Sprintf(`{"TypeName":%q}`, typ)
	if model != "" {
		request = fmt.Sprintf(`{"ResourceModel":%q,"TypeName":%q}`, model, typ)
	}
	d["ListResources "+request] = document(t, map[string]any{"TypeName": typ, "ResourceDescriptions": descriptions})
}

// get is the answer to reading a resource.
func (d controlDocuments) get(t *testing.T, typ, id, properties string) {
	t.Helper()
	d[fmt.Sprintf(`GetResource {"Identifier":%q,"TypeName":%q}`, id, typ)] = document(t, map[string]any{
		"TypeName": typ, "ResourceDescription": map[string]string{"Identifier": id, "Properties": properties},
	})
}

func document(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCloudControl(t *testing.T) {
	t.Parallel()
	d := controlDocuments{"ListResources": `{"ResourceDescriptions": []}`}

	// Listed with its identifier alone; the environment of the code has a secret.
	const web = "arn:aws:apprunner:eu-west-1:123456789012:service/web/8fe1e10304f84fd2b0df550fe98a71fa"
	d.list(t, "AWS::AppRunner::Service", "", [2]string{web, `{"ServiceArn":"` + web + `"}`})
	d.get(t, "AWS::AppRunner::Service", web, `{"ServiceArn":"`+web+`","ServiceId":"8fe1e10304f84fd2b0df550fe98a71fa","ServiceName":"web",
		"ServiceUrl":"psbqam834h.eu-west-1.awsapprunner.com","Status":"RUNNING","InstanceConfiguration":{"Cpu":"1024","Memory":"2048"},
		"SourceConfiguration":{"AutoDeploymentsEnabled":false,"ImageRepository":{"ImageIdentifier":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
		"ImageRepositoryType":"ECR","ImageConfiguration":{"Port":"8080","RuntimeEnvironmentVariables":[{"Name":"TOKEN","Value":"planted-secret"},
		{"Name":"PARAMETER","Value":"/prod/url"}]}}},"HealthCheckConfiguration":{"Protocol":"HTTP","Path":"/healthz","Interval":10},
		"NetworkConfiguration":{"EgressConfiguration":{"EgressType":"DEFAULT"},"IngressConfiguration":{"IsPubliclyAccessible":true}}}`)

	// Two pages.
	d[`ListResources {"TypeName":"AWS::Batch::JobQueue"}`] = `{"TypeName":"AWS::Batch::JobQueue","NextToken":"more","ResourceDescriptions":[{"Identifier":"arn:aws:batch:eu-west-1:123456789012:job-queue/night","Properties":"{}"}]}`
	d[`ListResources {"NextToken":"more","TypeName":"AWS::Batch::JobQueue"}`] = `{"TypeName":"AWS::Batch::JobQueue","ResourceDescriptions":[{"Identifier":"arn:aws:batch:eu-west-1:123456789012:job-queue/day","Properties":"{}"}]}`
	for _, name := range []string{"night", "day"} {
		arn := "arn:aws:batch:eu-west-1:123456789012:job-queue/" + name
		d.get(t, "AWS::Batch::JobQueue", arn, `{"JobQueueArn":"`+arn+`","JobQueueName":"`+name+`","State":"ENABLED","Priority":1,
			"ComputeEnvironmentOrder":[{"Order":1,"ComputeEnvironment":"arn:aws:batch:eu-west-1:123456789012:compute-environment/spot"}],"Tags":{"tier":"3"}}`)
	}
	// Ref is the ARN, which is not the identifier.
	d.list(t, "AWS::Batch::JobDefinition", "", [2]string{"report", `{"JobDefinitionName":"report"}`})
	d.get(t, "AWS::Batch::JobDefinition", "report", `{"JobDefinitionName":"report","JobDefinitionArn":"arn:aws:batch:eu-west-1:123456789012:job-definition/report:4","Type":"container",
		"ContainerProperties":{"Image":"report:1","Command":["--password","planted-secret"],"Environment":[{"Name":"KEY","Value":"planted-secret"}]},
		"EksProperties":{"PodProperties":{"Containers":[{"Image":"report:1","Args":["planted-secret"],"Env":[{"Name":"KEY","Value":"planted-secret"}]}]}},"RetryStrategy":{"Attempts":3}}`)

	// Listed by what is found: data sources of an API, listeners and rules of a service.
	const api = "arn:aws:appsync:eu-west-1:123456789012:apis/2kqk7jqrvvd6hhqmxqkl6s7w6u"
	d.list(t, "AWS::AppSync::GraphQLApi", "", [2]string{api, `{}`})
	d.get(t, "AWS::AppSync::GraphQLApi", api, `{"Arn":"`+api+`","ApiId":"2kqk7jqrvvd6hhqmxqkl6s7w6u","Name":"shop","AuthenticationType":"API_KEY",
		"GraphQLUrl":"https://abc.appsync-api.eu-west-1.amazonaws.com/graphql","GraphQLDns":"abc.appsync-api.eu-west-1.amazonaws.com","EnvironmentVariables":{"KEY":"planted-secret"}}`)
	d.list(t, "AWS::AppSync::DataSource", `{"ApiId":"2kqk7jqrvvd6hhqmxqkl6s7w6u"}`, [2]string{api + "/datasources/orders", `{}`})
	d.get(t, "AWS::AppSync::DataSource", api+"/datasources/orders", `{"DataSourceArn":"`+api+`/datasources/orders","ApiId":"2kqk7jqrvvd6hhqmxqkl6s7w6u","Name":"orders",
		"Type":"AMAZON_DYNAMODB","DynamoDBConfig":{"TableName":"orders","AwsRegion":"eu-west-1"}}`)
	const lattice = "arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0123456789abcdef0"
	d.list(t, "AWS::VpcLattice::Service", "", [2]string{lattice, `{"Arn":"` + lattice + `"}`})
	d.get(t, "AWS::VpcLattice::Service", lattice, `{"Arn":"`+lattice+`","Id":"svc-0123456789abcdef0","Name":"carts","Status":"ACTIVE","DnsEntry":{"DomainName":"carts.7d67968.vpc-lattice-svcs.eu-west-1.on.aws","HostedZoneId":"Z1"}}`)
	const listener = lattice + "/listener/listener-0123456789abcdef0"
	d.list(t, "AWS::VpcLattice::Listener", `{"ServiceIdentifier":"`+lattice+`"}`, [2]string{listener, `{}`})
	d.get(t, "AWS::VpcLattice::Listener", listener, `{"Arn":"`+listener+`","Id":"listener-0123456789abcdef0","ServiceArn":"`+lattice+`","ServiceId":"svc-0123456789abcdef0","Name":"https",
		"Protocol":"HTTPS","Port":443,"DefaultAction":{"Forward":{"TargetGroups":[{"TargetGroupIdentifier":"tg-0123456789abcdef0","Weight":100}]}}}`)
	d.list(t, "AWS::VpcLattice::Rule", `{"ListenerIdentifier":"`+listener+`","ServiceIdentifier":"`+lattice+`"}`)

	// What was given comes back in an object of its own; two are given away by nothing.
	d.list(t, "AWS::RedshiftServerless::Workgroup", "", [2]string{"reports", `{"WorkgroupName":"reports"}`})
	d.get(t, "AWS::RedshiftServerless::Workgroup", "reports", `{"WorkgroupName":"reports","NamespaceName":"reports","BaseCapacity":32,"Workgroup":{"WorkgroupArn":"arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/11111111-1111-1111-1111-111111111111",
		"WorkgroupId":"11111111-1111-1111-1111-111111111111","WorkgroupName":"reports","SubnetIds":["subnet-11111111","subnet-22222222","subnet-33333333"],"SecurityGroupIds":["sg-11111111"]}}`)
	d.list(t, "AWS::Timestream::Table", "", [2]string{"metrics|cpu", `{}`})
	d.get(t, "AWS::Timestream::Table", "metrics|cpu", `{"DatabaseName":"metrics","TableName":"cpu","Name":"cpu","Arn":"arn:aws:timestream:eu-west-1:123456789012:database/metrics/table/cpu","RetentionProperties":{"MemoryStoreRetentionPeriodInHours":"24"}}`)

	// Free text of every kind: only what it names may stay.
	d.list(t, "AWS::IoT::TopicRule", "", [2]string{"readings", `{}`})
	d.get(t, "AWS::IoT::TopicRule", "readings", `{"RuleName":"readings","Arn":"arn:aws:iot:eu-west-1:123456789012:rule/readings","TopicRulePayload":{"RuleDisabled":false,
		"Sql":"SELECT * FROM 'readings'","Actions":[{"Kafka":{"Topic":"readings","DestinationArn":"arn:aws:iot:eu-west-1:123456789012:ruledestination/vpc/1","ClientProperties":{"sasl.jaas.config":"planted-secret"},"Headers":[{"Key":"auth","Value":"planted-secret"}]}},
		{"Http":{"Url":"https://example.com/?key=planted-secret"}},{"Lambda":{"FunctionArn":"arn:aws:lambda:eu-west-1:123456789012:function:readings"}}],
		"ErrorAction":{"Http":{"Url":"https://example.com/?key=planted-secret","ConfirmationUrl":"https://example.com/?key=planted-secret"}}}}`)
	const connector = "arn:aws:kafkaconnect:eu-west-1:123456789012:connector/cdc/11111111-1111-1111-1111-111111111111-1"
	d.list(t, "AWS::KafkaConnect::Connector", "", [2]string{connector, `{}`})
	d.get(t, "AWS::KafkaConnect::Connector", connector, `{"ConnectorArn":"`+connector+`","ConnectorName":"cdc","ConnectorConfiguration":{"database.hostname":"orders.abc.eu-west-1.rds.amazonaws.com","database.password":"planted-secret"},
		"Capacity":{"AutoScaling":{"MinWorkerCount":1,"MaxWorkerCount":2,"McuCount":1}},"KafkaCluster":{"ApacheKafkaCluster":{"BootstrapServers":"b-1.x.c1.kafka.eu-west-1.amazonaws.com:9094","Vpc":{"Subnets":["subnet-11111111"],"SecurityGroups":["sg-11111111"]}}}}`)
	d.list(t, "AWS::Glue::Trigger", "", [2]string{"nightly", `{}`})
	d.get(t, "AWS::Glue::Trigger", "nightly", `{"Name":"nightly","Type":"SCHEDULED","Schedule":"cron(0 2 * * ? *)","Actions":[{"JobName":"etl","Arguments":{"--key":"planted-secret"}}]}`)

	// Found, and not to be read: all but its identifier is unknown.
	d.list(t, "AWS::Glue::Job", "", [2]string{"etl", `{"Name":"etl"}`})
	d[`GetResource {"Identifier":"etl","TypeName":"AWS::Glue::Job"}`] = "!GeneralServiceException User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized to perform: glue:GetTags (Service: Glue, Status Code: 400)"
	// Never read, as it would take leave to see secrets.
	d.list(t, "AWS::SSM::Parameter", "", [2]string{"/prod/url", `{"Name":"/prod/url","Type":"String","Value":"planted-secret"}`})

	// There may be some, there can be none, there can be none, there may be some.
	d[`ListResources {"TypeName":"AWS::NetworkFirewall::Firewall"}`] = "!AccessDeniedException User is not authorized to perform: cloudformation:ListResources"
	d[`ListResources {"TypeName":"AWS::AppRunner::VpcConnector"}`] = "!TypeNotFoundException The type 'AWS::AppRunner::VpcConnector' cannot be found."
	d[`ListResources {"TypeName":"AWS::Timestream::Database"}`] = "!AccessDeniedException Only existing Timestream for LiveAnalytics customers can access the service."
	d[`ListResources {"TypeName":"AWS::Pipes::Pipe"}`] = "!HandlerInternalFailureException Internal error"

	services := cloudcontrolServices(nil)
	handwritten(t, services[0], d)
	handwritten(t, services[2], d)
	handwritten(t, services[1], controlDocuments{
		"ListResources": `{"ResourceDescriptions": []}`,
		`ListResources {"TypeName":"AWS::Chatbot::SlackChannelConfiguration"}`:                                                                                    `{"ResourceDescriptions":[{"Identifier":"arn:aws:chatbot::123456789012:chat-configuration/slack-channel/oncall","Properties":"{}"}]}`,
		`GetResource {"Identifier":"arn:aws:chatbot::123456789012:chat-configuration/slack-channel/oncall","TypeName":"AWS::Chatbot::SlackChannelConfiguration"}`: `{"ResourceDescription":{"Identifier":"x","Properties":"{\"Arn\":\"arn:aws:chatbot::123456789012:chat-configuration/slack-channel/oncall\",\"ConfigurationName\":\"oncall\",\"SnsTopicArns\":[\"arn:aws:sns:eu-west-1:123456789012:alarms\"]}"}}`,
	})
}

// A role that may not ask Cloud Control at all is told so a few times, not for each type;
// all of them may exist.
func TestCloudControlDenied(t *testing.T) {
	t.Parallel()
	service := cloudcontrolServices(nil)[0]
	compare(t, "cloudcontrol-denied", read(t, serve(t, nil), &scenario{service: service}))
	_, err := collect.Run(t.Context(), collect.Options{
		Config: serve(t, nil), Services: []*collect.Service{service}, All: All(), Regions: []string{testRegion},
		Output: filepath.Join(t.TempDir(), "snapshot"), Rate: 100, Tool: "test", Now: time.Now,
		Progress: func(p collect.Progress) {
			if p.Failures != giveUp+1 || p.Calls > giveUp+2 {
				t.Errorf("%d failures and %d calls, want %d and one more call for the account", p.Failures, p.Calls, giveUp+1)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ministack keeps what it is told to make, of every type, and knows no schemas.
func TestCloudControlEmulator(t *testing.T) {
	s := &scenario{service: cloudcontrolServices(nil)[0], seed: func(ctx context.Context, t *testing.T, cfg aws.Config) {
		t.Helper()
		c := cloudcontrol.NewFromConfig(cfg)
		for _, of := range [][2]string{{"AWS::SSM::Parameter", "/prod/url"}, {"AWS::ServiceDiscovery::Service", "srv-carts"}, {"AWS::OpenSearchServerless::Collection", "logs1"}} {
			// Its reset leaves them; that there is none is no matter.
			_, _ = c.DeleteResource(ctx, &cloudcontrol.DeleteResourceInput{TypeName: aws.String(of[0]), Identifier: aws.String(of[1])})
		}
		for typ, state := range map[string]string{
			"AWS::SSM::Parameter":                   `{"Name":"/prod/url","Type":"String","Value":"planted-secret"}`,
			"AWS::ServiceDiscovery::Service":        `{"Id":"srv-carts","Name":"carts","Arn":"arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-carts","NamespaceId":"ns-inside","DnsConfig":{"DnsRecords":[{"Type":"A","TTL":10}]},"HealthCheckCustomConfig":{"FailureThreshold":1}}`,
			"AWS::OpenSearchServerless::Collection": `{"Id":"logs1","Name":"logs","Arn":"arn:aws:aoss:eu-west-1:123456789012:collection/logs1","Type":"TIMESERIES","StandbyReplicas":"DISABLED"}`,
		} {
			must[*cloudcontrol.CreateResourceOutput](t)(c.CreateResource(ctx, &cloudcontrol.CreateResourceInput{TypeName: aws.String(typ), DesiredState: aws.String(state)}))
		}
	}}
	s.run(t, "ministack")
}

// Every type of the catalog is read by a service of its own or through Cloud Control, or
// it is said here why not.
func TestEveryTypeIsRead(t *testing.T) {
	t.Parallel()
	read := map[string]bool{}
	for _, s := range All() {
		for _, typ := range s.Types {
			read[typ] = true
		}
	}
	var unread []string
	for _, name := range slices.Sorted(maps.Keys(controlledTypes())) {
		if !read[name] && matters(name) {
			unread = append(unread, name)
		}
	}
	want := []string{
		"AWS::AppSync::DomainNameApiAssociation", // cannot be listed
		"AWS::EMR::Cluster",                      // has no handlers
		"AWS::KMS::ReplicaKey",                   // is read as a key
		"AWS::Route53::RecordSetGroup",           // is only a way to write record sets
	}
	if diff := cmp.Diff(want, unread); diff != "" {
		t.Errorf("types that nothing reads (-want +got):\n%s", diff)
	}
}

func TestReadOnlyActions(t *testing.T) {
	t.Parallel()
	var bad []string
	for _, action := range collect.Policy(All()) {
		_, op, _ := strings.Cut(action, ":")
		if !reads(op) && op != "GET" {
			bad = append(bad, action)
		}
	}
	if len(bad) > 0 {
		t.Errorf("these actions are no reading: %s", strings.Join(bad, ", "))
	}
	policy := collect.Policy(cloudcontrolServices(nil))
	for _, want := range []string{"cloudformation:GetResource", "cloudformation:ListResources", "apprunner:DescribeService", "batch:DescribeJobQueues", "aoss:BatchGetCollection"} {
		if !slices.Contains(policy, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	for _, never := range []string{"iam:PassRole", "kms:Decrypt", "ssm:GetParameters", "cassandra:Select", "cloudwatch:PutMetricAlarm"} {
		if slices.Contains(policy, never) {
			t.Errorf("the policy has %s", never)
		}
	}
}
