package services

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/live/collect"
)

// inventoried is how AWS Config records a type.
type inventoried struct {
	typ string
	// ref is the property with what Ref gives; says are the properties that are recorded.
	// Both are empty for types that are recorded as their CloudFormation schemas have them.
	ref, says string
	// more are the types that its items show beside it, or in place of it.
	more []string
	// shape brings the API's answer to CloudFormation; nil where the two agree. It may add
	// further resources, and returns the type, or nothing for one that is not to be added.
	shape func(i *configItem) string
	// reader is the one of the API's own answers, where it does all of that: it adds the
	// resource under its ARN.
	reader func(i *configItem)
}

func (t *inventoried) yields() []string { return append([]string{t.typ}, t.more...) }

func (t *inventoried) add(i *configItem) {
	shape := catalog.NativeShape(t.typ)
	if shape == nil {
		return
	}
	if i.arn == "" {
		i.arn = i.u.ARN(service(t.typ), strings.ToLower(t.typ[strings.LastIndexByte(t.typ, ':')+1:])+"/"+i.id)
	}
	if t.ref != "" {
		i.answer()
	}
	for _, name := range []string{"Tags", "HealthCheckTags", "HostedZoneTags"} {
		if shape.Of[name] != nil && i.o[name] == nil {
			i.o[name] = append([]any{}, i.tags...)
		}
	}
	if t.ref == "" {
		t.bySchema(i)
		return
	}
	if t.reader != nil {
		t.reader(i)
		i.unsaid(t.typ, i.arn, t.says+" Tags "+t.ref)
		return
	}
	typ := t.typ
	if t.shape != nil {
		typ = t.shape(i)
	}
	if typ != "" {
		i.record(typ, i.o.Text(t.ref), i.arn, i.o, t.says+" Tags "+t.ref)
		i.u.NotRead(i.arn, "what AWS Config does not record of "+typ, i.unknown...)
	}
}

// bySchema adds an item whose configuration is written as in a template, with what GetAtt
// gives. What a schema marks as never returned is not recorded.
func (t *inventoried) bySchema(i *configItem) {
	schema := controlledTypes()[t.typ]
	if schema == nil {
		return
	}
	var says []string
	for name := range catalog.NativeShape(t.typ).Of {
		if !slices.Contains(schema.hidden, name) {
			says = append(says, name)
		}
	}
	arn := i.arn
	if own := i.o.Text(schema.arn); own != "" {
		arn = own
	}
	ref := refOf(schema, i.o, arn, i.id)
	i.record(t.typ, ref, arn, i.o, strings.Join(says, " "))
	i.u.NotRead(arn, "what AWS Config does not record of "+t.typ, schema.hidden...)
}

// refOf is what Ref gives for a resource: the property that its mapping says, or else the
// identifier of its schema.
func refOf(schema *controlled, o collect.Object, arn, id string) string {
	if t := canonicalType(schema.name); t != nil {
		for i := range t.CloudFormation {
			m := &t.CloudFormation[i]
			if m.Type != schema.name {
				continue
			}
			if m.Ref == "arn" {
				return arn
			}
			for _, a := range m.Attributes {
				if a.To == m.Ref && o.Text(a.From) != "" {
					return o.Text(a.From)
				}
			}
			for j := range m.Properties {
				if string(m.Properties[j].To) == m.Ref && o.Text(m.Properties[j].From) != "" {
					return o.Text(m.Properties[j].From)
				}
			}
		}
	}
	parts := make([]string, len(schema.id))
	for i, name := range schema.id {
		parts[i] = o.Text(name)
		if parts[i] == "" {
			return id
		}
	}
	return strings.Join(parts, "|")
}

// inventory are the types that advanced queries of AWS Config know, after
// https://github.com/awslabs/aws-config-resource-schema (2025-03).
func inventory() []*inventoried {
	all := classicTypes()
	for _, typ := range []string{
		"AmazonMQ::Broker", "AppRunner::Service", "AppRunner::VpcConnector", "AppSync::GraphQLApi", "Backup::BackupPlan", "Backup::BackupSelection",
		"Backup::BackupVault", "Batch::ComputeEnvironment", "Batch::JobQueue", "EC2::EC2Fleet", "EC2::LaunchTemplate", "EC2::SpotFleet", "EC2::TransitGateway",
		"EC2::TransitGatewayAttachment", "ECR::Repository", "ECS::CapacityProvider", "ECS::Cluster", "ECS::Service", "ECS::TaskDefinition", "EFS::AccessPoint",
		"EFS::FileSystem", "EKS::Addon", "EKS::Cluster", "EKS::FargateProfile", "ElasticLoadBalancingV2::Listener", "Events::EventBus", "Events::Rule",
		"GlobalAccelerator::Accelerator", "GlobalAccelerator::EndpointGroup", "GlobalAccelerator::Listener", "Glue::Job", "KMS::Alias", "Kinesis::Stream",
		"Kinesis::StreamConsumer", "KinesisAnalyticsV2::Application", "KinesisFirehose::DeliveryStream", "MSK::Cluster", "MemoryDB::SubnetGroup",
		"RDS::GlobalCluster", "RDS::OptionGroup", "Route53::HealthCheck", "Route53::HostedZone", "SNS::Topic", "SQS::Queue", "SecretsManager::Secret",
		"ServiceDiscovery::Service", "StepFunctions::StateMachine",
	} {
		all = append(all, &inventoried{typ: "AWS::" + typ})
	}
	return all
}

// classicTypes are those that are recorded as the API answers, with small first letters.
func classicTypes() []*inventoried {
	return slices.Concat(inventoryEC2(), inventoryData(), inventoryServing())
}
