package services

import (
	"strings"

	"github.com/faultline-dev/faultline/live/collect"
)

// inventoryServing are balancers, groups, functions, APIs and alarms.
func inventoryServing() []*inventoried {
	return []*inventoried{
		{
			typ: "AWS::ElasticLoadBalancingV2::LoadBalancer", ref: "LoadBalancerArn", shape: configBalancer,
			says: "CanonicalHostedZoneID DNSName LoadBalancerFullName LoadBalancerName Name Scheme SubnetMappings Subnets Type",
		},
		{
			typ: "AWS::ElasticLoadBalancing::LoadBalancer", ref: "LoadBalancerName", shape: configClassicBalancer,
			says: "AvailabilityZones CanonicalHostedZoneNameID DNSName HealthCheck Instances Listeners Scheme Subnets",
		},
		{
			typ: "AWS::AutoScaling::AutoScalingGroup", ref: "AutoScalingGroupName", shape: configGroup,
			says: "AutoScalingGroupARN AvailabilityZones CapacityRebalance Cooldown DesiredCapacity HealthCheckGracePeriod HealthCheckType LaunchConfigurationName " +
				"LaunchTemplate LoadBalancerNames MaxInstanceLifetime MaxSize MetricsCollection MinSize MixedInstancesPolicy NewInstancesProtectedFromScaleIn " +
				"PlacementGroup TargetGroupARNs TerminationPolicies VPCZoneIdentifier SuspendedProcesses",
		},
		{
			typ: "AWS::Lambda::Function", ref: "FunctionName", shape: configFunction,
			says: "Architectures Arn DeadLetterConfig FileSystemConfigs Layers MemorySize PackageType ReservedConcurrentExecutions Runtime Timeout TracingConfig VpcConfig",
		},
		{
			typ: "AWS::CloudWatch::Alarm", ref: "AlarmName",
			says: "ActionsEnabled AlarmActions Arn ComparisonOperator Dimensions EvaluationPeriods InsufficientDataActions MetricName Namespace OKActions Period " +
				"Statistic Threshold TreatMissingData",
			shape: func(i *configItem) string {
				i.o.Rename("Okactions", "OKActions", "OkActions", "OKActions", "AlarmArn", "Arn")
				if tracking(i.o) {
					return ""
				}
				return "AWS::CloudWatch::Alarm"
			},
		},
		{
			typ: "AWS::ApiGateway::RestApi", ref: "RestApiId", says: "DisableExecuteApiEndpoint EndpointConfiguration Name",
			shape: func(i *configItem) string {
				i.o.Rename("Id", "RestApiId")
				i.arn = gatewayARN(i.u, "/restapis/"+i.o.Text("RestApiId"))
				return "AWS::ApiGateway::RestApi"
			},
		},
		{
			typ: "AWS::ApiGatewayV2::Api", ref: "ApiId", says: "ApiEndpoint DisableExecuteApiEndpoint ExecuteApiArn Name ProtocolType",
			shape: func(i *configItem) string {
				id := i.o.Text("ApiId")
				i.o.Set("ExecuteApiArn", i.made("execute-api", id))
				i.arn = gatewayARN(i.u, "/apis/"+id)
				return "AWS::ApiGatewayV2::Api"
			},
		},
	}
}

func configBalancer(i *configItem) string {
	var subnets, mappings []any
	fixed := false
	for _, z := range i.o.List("AvailabilityZones") {
		mapping := collect.Object{"SubnetId": z.Text("SubnetId")}
		for _, a := range z.List("LoadBalancerAddresses") {
			fixed = fixed || a.Text("AllocationId") != "" || a.Text("PrivateIPv4Address") != ""
			mapping.Set("AllocationId", a.Text("AllocationId"))
			mapping.Set("PrivateIPv4Address", a.Text("PrivateIPv4Address"))
		}
		subnets, mappings = append(subnets, z.Text("SubnetId")), append(mappings, map[string]any(mapping))
	}
	if fixed {
		i.o["SubnetMappings"] = mappings
	} else if subnets != nil {
		i.o["Subnets"] = subnets
	}
	i.o.Rename("CanonicalHostedZoneId", "CanonicalHostedZoneID", "DNSname", "DNSName", "Dnsname", "DNSName")
	_, name, _ := strings.Cut(i.o.Text("LoadBalancerArn"), ":loadbalancer/")
	i.o.Set("LoadBalancerFullName", name)
	return "AWS::ElasticLoadBalancingV2::LoadBalancer"
}

func configClassicBalancer(i *configItem) string {
	i.o.Rename("Dnsname", "DNSName")
	i.o.Each("Instances", "InstanceId", "Instances")
	i.o.Each("ListenerDescriptions", "Listener", "Listeners")
	for _, l := range i.o.List("Listeners") {
		l.Rename("SslcertificateId", "SSLCertificateId")
	}
	if subnets, _ := i.o["Subnets"].([]any); len(subnets) > 0 {
		i.o.Take("AvailabilityZones") // those of the subnets
	}
	return "AWS::ElasticLoadBalancing::LoadBalancer"
}

func configGroup(i *configItem) string {
	o := i.o
	o.Rename("VpczoneIdentifier", "VPCZoneIdentifier")
	if text := o.Text("VPCZoneIdentifier"); text != "" {
		var subnets []any
		for id := range strings.SplitSeq(text, ",") {
			subnets = append(subnets, strings.TrimSpace(id))
		}
		o["VPCZoneIdentifier"] = subnets
		o.Take("AvailabilityZones") // those of the subnets
	}
	for _, t := range i.tags {
		if tag, _ := t.(map[string]any); tag["Key"] == "eks:nodegroup-name" {
			return "" // the node group stands for it
		}
	}
	o.Rename("DefaultCooldown", "Cooldown")
	o.Each("SuspendedProcesses", "ProcessName", "SuspendedProcesses")
	if metrics := o.List("EnabledMetrics"); len(metrics) > 0 {
		o.Each("EnabledMetrics", "Metric", "Metrics")
		o["MetricsCollection"] = []any{map[string]any{"Granularity": metrics[0].Text("Granularity"), "Metrics": o.Take("Metrics")}}
	}
	return "AWS::AutoScaling::AutoScalingGroup"
}

func configFunction(i *configItem) string {
	o := i.o
	o.Rename("FunctionArn", "Arn")
	if layers := o.List("Layers"); len(layers) > 0 {
		o.Each("Layers", "Arn", "Layers")
	} else {
		o.Take("Layers")
	}
	if subnets, _ := o.Get("VpcConfig.SubnetIds").([]any); len(subnets) == 0 {
		o.Take("VpcConfig")
	}
	o.Set("ReservedConcurrentExecutions", i.also.Get("Concurrency.ReservedConcurrentExecutions"))
	return "AWS::Lambda::Function"
}
