package fis_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/internal/fis"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// actions are those of the AWS FIS user guide that are used: name and type of their
// targets, and the parameters that they know.
func actions() map[string]struct {
	role, resource string
	params         []string
} {
	type a = struct {
		role, resource string
		params         []string
	}
	return map[string]a{
		"aws:ec2:stop-instances":                              {"Instances", "aws:ec2:instance", []string{"startInstancesAfterDuration", "completeIfInstancesTerminated"}},
		"aws:rds:reboot-db-instances":                         {"DBInstances", "aws:rds:db", []string{"forceFailover"}},
		"aws:rds:failover-db-cluster":                         {"Clusters", "aws:rds:cluster", nil},
		"aws:ecs:stop-task":                                   {"Tasks", "aws:ecs:task", nil},
		"aws:eks:terminate-nodegroup-instances":               {"Nodegroups", "aws:eks:nodegroup", []string{"instanceTerminationPercentage"}},
		"aws:network:disrupt-connectivity":                    {"Subnets", "aws:ec2:subnet", []string{"duration", "scope"}},
		"aws:network:disrupt-vpc-endpoint":                    {"VPCEndpoints", "aws:ec2:vpc-endpoint", []string{"duration"}},
		"aws:elasticache:replicationgroup-interrupt-az-power": {"ReplicationGroups", "aws:elasticache:replicationgroup", []string{"duration"}},
	}
}

// parameters are those by which targets of a type can be selected.
func parameters() map[string][]string {
	return map[string][]string{
		"aws:ec2:subnet": {"availabilityZoneIdentifier", "vpc"}, "aws:ecs:task": {"cluster", "service"},
		"aws:rds:cluster": {"writerAvailabilityZoneIdentifiers"}, "aws:rds:db": {"availabilityZoneIdentifiers"},
		"aws:elasticache:replicationgroup": {"availabilityZoneIdentifier"},
	}
}

const source = `
provider "aws" {
  region = "eu-west-1"
}
locals {
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "app" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[count.index]
  tags              = { tier = "app" }
}
resource "aws_subnet" "untagged" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[count.index]
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  availability_zone = local.zones[0]
  tags              = { tier = "public" }
}
resource "aws_lb" "web" {
  subnets = aws_subnet.app[*].id
}
resource "aws_lb_target_group" "web" {
  vpc_id = aws_vpc.main.id
}
resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_ecs_cluster" "main" {
  name = "main"
}
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = jsonencode([{ name = "web", image = "web", environment = [
    { name = "DB", value = aws_db_instance.orders.address }, { name = "STANDBY", value = aws_db_instance.standby.address },
    { name = "CACHE", value = aws_elasticache_replication_group.sessions.primary_endpoint_address },
    { name = "CLUSTER", value = aws_rds_cluster.catalog.endpoint }, { name = "WORKER", value = aws_instance.worker.private_ip },
  ] }])
}
resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 3
  launch_type     = "FARGATE"
  network_configuration {
    subnets = aws_subnet.app[*].id
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
    container_name   = "web"
    container_port   = 80
  }
}
resource "aws_db_subnet_group" "db" {
  subnet_ids = aws_subnet.untagged[*].id
}
resource "aws_db_instance" "orders" {
  identifier           = "orders"
  engine               = "postgres"
  instance_class       = "db.m6g.large"
  db_subnet_group_name = aws_db_subnet_group.db.name
}
resource "aws_db_instance" "standby" {
  identifier           = "standby"
  engine               = "postgres"
  instance_class       = "db.m6g.large"
  multi_az             = true
  db_subnet_group_name = aws_db_subnet_group.db.name
  tags                 = { name = "standby" }
}
resource "aws_rds_cluster" "catalog" {
  cluster_identifier   = "catalog"
  engine               = "aurora-postgresql"
  db_subnet_group_name = aws_db_subnet_group.db.name
}
resource "aws_rds_cluster_instance" "catalog" {
  count              = 2
  cluster_identifier = aws_rds_cluster.catalog.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = local.zones[count.index]
}
resource "aws_elasticache_subnet_group" "c" {
  name       = "c"
  subnet_ids = aws_subnet.app[*].id
}
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "sessions"
  num_cache_clusters         = 3
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.c.name
}
resource "aws_instance" "worker" {
  ami       = "ami-1"
  subnet_id = aws_subnet.public.id
  tags      = { role = "worker" }
}
resource "aws_lb_target_group_attachment" "worker" {
  target_group_arn = aws_lb_target_group.worker.arn
  target_id        = aws_instance.worker.id
}
resource "aws_lb_target_group" "worker" {
  vpc_id = aws_vpc.main.id
}
resource "aws_lb_listener" "worker" {
  load_balancer_arn = aws_lb.web.arn
  port              = 81
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.worker.arn
  }
}
`

func export(t *testing.T, source string) (*fis.Template, []fis.Gap) {
	t.Helper()
	fsys := fstest.MapFS{"main.tf": {Data: []byte(source)}}
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: fsys, Name: "test", Dirs: []string{"."}})
	if err != nil {
		t.Fatal(err)
	}
	template, gaps, err := fis.Export(t.Context(), failure.New(catalog.Complete(b), failure.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	return template, gaps
}

// resolved is the template as CloudFormation would see it, with example parameters.
func resolved(t *testing.T, template *fis.Template) map[string]any {
	t.Helper()
	text, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	out, _ := resolve(t, v["Resources"]).(map[string]any)
	return out
}

func resolve(t *testing.T, v any) any {
	t.Helper()
	values := map[string]string{
		"ExperimentRoleArn": "arn:aws:iam::123456789012:role/fis", "Duration": "PT10M",
		"StopAlarmArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors",
	}
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["Ref"].(string); ok {
			if values[name] == "" {
				t.Errorf("there is no parameter %s", name)
			}
			return values[name]
		}
		if text, ok := v["Fn::Sub"].(string); ok {
			text = strings.NewReplacer("${AWS::Partition}", "aws", "${AWS::Region}", "eu-west-1", "${AWS::AccountId}", "123456789012").Replace(text)
			if strings.Contains(text, "${") {
				t.Errorf("%s is not resolved", text)
			}
			return text
		}
		for name, child := range v {
			v[name] = resolve(t, child)
		}
	case []any:
		for i, child := range v {
			v[i] = resolve(t, child)
		}
	}
	return v
}

// TestTemplates holds each experiment against CloudFormation's schema of the type and
// against what FIS documents of actions and targets.
func TestTemplates(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/AWS_FIS_ExperimentTemplate.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("fis.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("fis.json")
	if err != nil {
		t.Fatal(err)
	}
	template, _ := export(t, source)
	experiments := resolved(t, template)
	if len(experiments) < 4 {
		t.Fatalf("only %d experiments", len(experiments))
	}
	used := map[string]bool{}
	for id, r := range experiments {
		experiment, _ := r.(map[string]any)
		if experiment["Type"] != "AWS::FIS::ExperimentTemplate" || experiment["Condition"] != "InEuWest1" {
			t.Errorf("%s: %v in %v", id, experiment["Type"], experiment["Condition"])
		}
		if err := schema.Validate(experiment["Properties"]); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		properties, _ := experiment["Properties"].(map[string]any)
		targets, _ := properties["Targets"].(map[string]any)
		list, _ := properties["Actions"].(map[string]any)
		if len(list) != len(targets) || len(list) == 0 || len(list) > 20 {
			t.Errorf("%s: %d actions on %d targets", id, len(list), len(targets))
		}
		for name, v := range list {
			a, _ := v.(map[string]any)
			checkAction(t, id+"."+name, a, targets, used)
		}
	}
	for name := range actions() {
		if !used[name] && name != "aws:eks:terminate-nodegroup-instances" && name != "aws:network:disrupt-vpc-endpoint" {
			t.Errorf("no experiment uses %s", name)
		}
	}
}

func checkAction(t *testing.T, at string, a, targets map[string]any, used map[string]bool) {
	t.Helper()
	id, _ := a["ActionId"].(string)
	known, ok := actions()[id]
	if !ok {
		t.Errorf("%s: FIS has no action %s", at, id)
	}
	used[id] = true
	params, _ := a["Parameters"].(map[string]any)
	for p := range params {
		if !slices.Contains(known.params, p) {
			t.Errorf("%s: %s has no parameter %s", at, id, p)
		}
	}
	of, _ := a["Targets"].(map[string]any)
	name, _ := of[known.role].(string)
	target, _ := targets[name].(map[string]any)
	if len(of) != 1 || target["ResourceType"] != known.resource {
		t.Errorf("%s: %s acts on %v of type %v, want %s of type %s", at, id, of, target["ResourceType"], known.role, known.resource)
	}
	if target["ResourceArns"] != nil && (target["ResourceTags"] != nil || target["Filters"] != nil) {
		t.Errorf("%s: a target has an ARN and something else as well", at)
	}
	if target["ResourceArns"] == nil && target["ResourceTags"] == nil && target["Parameters"] == nil {
		t.Errorf("%s: a target selects everything", at)
	}
	selected, _ := target["Parameters"].(map[string]any)
	for p := range selected {
		if !slices.Contains(parameters()[known.resource], p) {
			t.Errorf("%s: targets of type %s are not selected by %s", at, known.resource, p)
		}
	}
}

// TestZone has what the loss of a zone does, target by target.
func TestZone(t *testing.T) {
	t.Parallel()
	template, _ := export(t, source)
	experiment, _ := resolved(t, template)["ZoneEuWest1a"].(map[string]any)
	properties, _ := experiment["Properties"].(map[string]any)
	text, err := json.Marshal(properties["Targets"])
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	const expected = `{
		"AwsSubnetApp0": {"ResourceType": "aws:ec2:subnet", "ResourceTags": {"tier": "app"}, "Parameters": {"availabilityZoneIdentifier": "eu-west-1a"}, "SelectionMode": "ALL"},
		"AwsSubnetPublic": {"ResourceType": "aws:ec2:subnet", "ResourceTags": {"tier": "public"}, "Parameters": {"availabilityZoneIdentifier": "eu-west-1a"}, "SelectionMode": "ALL"},
		"AwsEcsServiceWeb": {"ResourceType": "aws:ecs:task", "Parameters": {"cluster": "main", "service": "web"}, "Filters": [{"Path": "AvailabilityZone", "Values": ["eu-west-1a"]}], "SelectionMode": "ALL"},
		"AwsInstanceWorker": {"ResourceType": "aws:ec2:instance", "ResourceTags": {"role": "worker"}, "Filters": [{"Path": "State.Name", "Values": ["running"]}, {"Path": "Placement.AvailabilityZone", "Values": ["eu-west-1a"]}], "SelectionMode": "ALL"},
		"AwsDbInstanceStandby": {"ResourceType": "aws:rds:db", "ResourceTags": {"name": "standby"}, "Parameters": {"availabilityZoneIdentifiers": "eu-west-1a"}, "SelectionMode": "ALL"},
		"AwsElasticacheReplicationGroupSessions": {"ResourceType": "aws:elasticache:replicationgroup", "ResourceArns": ["arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:sessions"], "Parameters": {"availabilityZoneIdentifier": "eu-west-1a"}, "SelectionMode": "ALL"},
		"AwsRdsClusterCatalog": {"ResourceType": "aws:rds:cluster", "ResourceArns": ["arn:aws:rds:eu-west-1:123456789012:cluster:catalog"], "SelectionMode": "ALL"}
	}`
	if err := json.Unmarshal([]byte(expected), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
}

// TestGaps wants everything that has no experiment to be named.
func TestGaps(t *testing.T) {
	t.Parallel()
	template, gaps := export(t, source)
	if diff := cmp.Diff(gaps, template.Metadata.Faultline.NotCovered); diff != "" {
		t.Errorf("the metadata lists others (-returned +metadata):\n%s", diff)
	}
	for _, want := range []fis.Gap{
		{Loss: "region:eu-west-1", Reason: "FIS cannot take a region away"},
		{Loss: "zone:eu-west-1a", Resource: "aws_subnet.untagged[0]", Reason: "it has no known tags by which FIS could find it"},
		{Loss: "zone:eu-west-1a", Resource: "aws_db_instance.orders", Reason: "FIS cannot take a database without a standby out of its zone. What is done to its subnets reaches it"},
		{Loss: "resource:aws_db_instance.orders", Resource: "aws_db_instance.orders", Reason: "FIS can only reboot it, which is over within minutes; a restore after its loss takes longer"},
	} {
		if !slices.Contains(gaps, want) {
			t.Errorf("%+v is not among the gaps:\n%+v", want, gaps)
		}
	}
}

// TestAmbiguous does not select by tags that something else has, or may have.
func TestAmbiguous(t *testing.T) {
	t.Parallel()
	more := `
resource "aws_instance" "other" {
  ami       = "ami-1"
  subnet_id = aws_subnet.public.id
  tags      = { role = "worker", other = "yes" }
}
`
	template, gaps := export(t, source+more)
	for id := range template.Resources {
		if strings.Contains(id, "Worker") {
			t.Errorf("%s would stop aws_instance.other as well", id)
		}
	}
	want := fis.Gap{Loss: "resource:aws_instance.worker", Resource: "aws_instance.worker", Reason: "its tags select aws_instance.other as well; give it a tag of its own"}
	if !slices.Contains(gaps, want) {
		t.Errorf("%+v is not among the gaps:\n%+v", want, gaps)
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	template, gaps := export(t, `resource "aws_sns_topic" "t" {}`)
	if len(template.Resources) != 0 || len(gaps) != 0 {
		t.Errorf("%d experiments and gaps %v of nothing", len(template.Resources), gaps)
	}
}
