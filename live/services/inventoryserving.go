package services

// inventoryServing are balancers, groups, functions, APIs and alarms.
func inventoryServing() []*inventoried {
	return []*inventoried{
		{
			typ: "AWS::ElasticLoadBalancingV2::LoadBalancer", ref: "LoadBalancerArn", reader: func(i *configItem) { i.arn = elbv2Balancer(i.u, i.o) },
			says: "CanonicalHostedZoneID DNSName LoadBalancerFullName LoadBalancerName Name Scheme SubnetMappings Subnets Type",
		},
		{
			typ: "AWS::ElasticLoadBalancing::LoadBalancer", ref: "LoadBalancerName", shape: configClassicBalancer,
			says: "AvailabilityZones CanonicalHostedZoneNameID DNSName HealthCheck Instances Listeners Scheme Subnets",
		},
		{
			typ: "AWS::AutoScaling::AutoScalingGroup", ref: "AutoScalingGroupName", reader: configGroup,
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
				i.o.Set("ExecuteApiArn", i.u.ARN("execute-api", id))
				i.arn = gatewayARN(i.u, "/apis/"+id)
				return "AWS::ApiGatewayV2::Api"
			},
		},
	}
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

func configGroup(i *configItem) {
	i.o.Rename("VpczoneIdentifier", "VPCZoneIdentifier")
	if !asgManaged(i.o) {
		i.arn = asgGroup(i.u, i.o)
	}
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
