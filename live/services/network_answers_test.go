package services

import "testing"

// TestELBv2Answers reads a network load balancer with addresses of its own, targets that
// are being taken out, and parts that are denied.
func TestELBv2Answers(t *testing.T) {
	t.Parallel()
	answered(t, elbv2Service(), elbv2Answers())
}

func elbv2Answers() map[string]string {
	const net = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/ingest/50dc6c495c0c9188"
	const kept, hidden = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/kept/73e2d6bc24d8a067",
		"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/hidden/2453ed029918f21f"
	return map[string]string{
		"DescribeLoadBalancers": `<LoadBalancers><member><LoadBalancerArn>` + net + `</LoadBalancerArn><LoadBalancerName>ingest</LoadBalancerName>
			<Type>network</Type><Scheme>internet-facing</Scheme><VpcId>vpc-0a1</VpcId><State><Code>active</Code></State><DNSName>ingest.elb.eu-west-1.amazonaws.com</DNSName>
			<AvailabilityZones>
				<member><SubnetId>subnet-0a1</SubnetId><ZoneName>eu-west-1a</ZoneName><LoadBalancerAddresses><member><IpAddress>203.0.113.1</IpAddress><AllocationId>eipalloc-01</AllocationId></member></LoadBalancerAddresses></member>
				<member><SubnetId>subnet-0b2</SubnetId><ZoneName>eu-west-1b</ZoneName><LoadBalancerAddresses><member><IpAddress>203.0.113.2</IpAddress><AllocationId>eipalloc-02</AllocationId></member></LoadBalancerAddresses></member>
			</AvailabilityZones></member></LoadBalancers>`,
		"DescribeLoadBalancerAttributes": `<Attributes><member><Key>load_balancing.cross_zone.enabled</Key><Value>false</Value></member>
			<member><Key>access_logs.s3.enabled</Key><Value>false</Value></member></Attributes>`,
		"DescribeTags": `!AccessDenied`,
		"DescribeListeners": `<Listeners><member><ListenerArn>arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/net/ingest/50dc6c495c0c9188/f2f7dc8efc522ab2</ListenerArn>
			<LoadBalancerArn>` + net + `</LoadBalancerArn><Protocol>TCP</Protocol><Port>443</Port>
			<DefaultActions><member><Type>forward</Type><TargetGroupArn>` + kept + `</TargetGroupArn><ForwardConfig><TargetGroups><member><TargetGroupArn>` + kept + `</TargetGroupArn></member></TargetGroups></ForwardConfig></member></DefaultActions></member></Listeners>`,
		"DescribeTargetGroups": `<TargetGroups>
			<member><TargetGroupArn>` + kept + `</TargetGroupArn><TargetGroupName>kept</TargetGroupName><Protocol>TCP</Protocol><Port>443</Port><TargetType>instance</TargetType><HealthCheckProtocol>TCP</HealthCheckProtocol></member>
			<member><TargetGroupArn>` + hidden + `</TargetGroupArn><TargetGroupName>hidden</TargetGroupName><Protocol>TCP</Protocol><Port>443</Port><TargetType>instance</TargetType></member></TargetGroups>`,
		"DescribeTargetHealth kept": `<TargetHealthDescriptions>
			<member><Target><Id>i-0alone</Id><Port>443</Port></Target><TargetHealth><State>unhealthy</State></TargetHealth></member>
			<member><Target><Id>i-0b2</Id><Port>443</Port></Target><TargetHealth><State>draining</State></TargetHealth></member></TargetHealthDescriptions>`,
		"DescribeTargetHealth hidden":          `!AccessDenied`,
		"DescribeTargetGroupAttributes kept":   `<Attributes><member><Key>target_group_health.dns_failover.minimum_healthy_targets.count</Key><Value>1</Value></member></Attributes>`,
		"DescribeTargetGroupAttributes hidden": `!TargetGroupNotFound`,
	}
}

// TestAutoScalingAnswers reads a group of several types of instances with everything that
// can be attached to one, a policy that is switched off, and who is told.
func TestAutoScalingAnswers(t *testing.T) {
	t.Parallel()
	answered(t, autoscalingService(), asgAnswers())
}

func asgAnswers() map[string]string {
	const group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/kept/73e2d6bc24d8a067"
	const topic = "arn:aws:sns:eu-west-1:123456789012:on-call"
	return map[string]string{
		"DescribeAutoScalingGroups": `<AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName>
			<AutoScalingGroupARN>arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:7fe02b8e:autoScalingGroupName/web</AutoScalingGroupARN>
			<MinSize>2</MinSize><MaxSize>8</MaxSize><DesiredCapacity>2</DesiredCapacity><DefaultCooldown>300</DefaultCooldown><HealthCheckType>EC2,ELB</HealthCheckType>
			<HealthCheckGracePeriod>0</HealthCheckGracePeriod><VPCZoneIdentifier>subnet-0a1, subnet-0b2</VPCZoneIdentifier><PlacementGroup>close</PlacementGroup>
			<AvailabilityZones><member>eu-west-1a</member><member>eu-west-1b</member></AvailabilityZones>
			<AvailabilityZoneDistribution><CapacityDistributionStrategy>balanced-only</CapacityDistributionStrategy></AvailabilityZoneDistribution>
			<CapacityRebalance>true</CapacityRebalance><MaxInstanceLifetime>604800</MaxInstanceLifetime>
			<InstanceMaintenancePolicy><MinHealthyPercentage>90</MinHealthyPercentage><MaxHealthyPercentage>120</MaxHealthyPercentage></InstanceMaintenancePolicy>
			<MixedInstancesPolicy><LaunchTemplate><LaunchTemplateSpecification><LaunchTemplateId>lt-0a1</LaunchTemplateId><LaunchTemplateName>web</LaunchTemplateName><Version>$Default</Version></LaunchTemplateSpecification>
				<Overrides><member><InstanceType>m6g.large</InstanceType></member><member><InstanceType>m7g.large</InstanceType></member></Overrides></LaunchTemplate>
				<InstancesDistribution><OnDemandBaseCapacity>0</OnDemandBaseCapacity><OnDemandPercentageAboveBaseCapacity>0</OnDemandPercentageAboveBaseCapacity></InstancesDistribution></MixedInstancesPolicy>
			<TargetGroupARNs><member>` + group + `</member></TargetGroupARNs>
			<TrafficSources><member><Identifier>` + group + `</Identifier><Type>elbv2</Type></member>
				<member><Identifier>arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-0a1</Identifier><Type>vpc-lattice</Type></member></TrafficSources>
			<SuspendedProcesses><member><ProcessName>Terminate</ProcessName><SuspensionReason>User suspended</SuspensionReason></member></SuspendedProcesses>
			<EnabledMetrics><member><Metric>GroupInServiceInstances</Metric><Granularity>1Minute</Granularity></member></EnabledMetrics></member>
			<member><AutoScalingGroupName>going</AutoScalingGroupName><Status>Delete in progress</Status></member></AutoScalingGroups>`,
		"DescribePolicies": `<ScalingPolicies><member><PolicyARN>arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:c322:autoScalingGroupName/web:policyName/cpu</PolicyARN>
			<PolicyName>cpu</PolicyName><AutoScalingGroupName>web</AutoScalingGroupName><PolicyType>TargetTrackingScaling</PolicyType><Enabled>false</Enabled></member></ScalingPolicies>`,
		"DescribeNotificationConfigurations": `<NotificationConfigurations>
			<member><AutoScalingGroupName>web</AutoScalingGroupName><NotificationType>autoscaling:EC2_INSTANCE_LAUNCH_ERROR</NotificationType><TopicARN>` + topic + `</TopicARN></member>
			<member><AutoScalingGroupName>web</AutoScalingGroupName><NotificationType>autoscaling:EC2_INSTANCE_TERMINATE_ERROR</NotificationType><TopicARN>` + topic + `</TopicARN></member>
			<member><AutoScalingGroupName>going</AutoScalingGroupName><NotificationType>autoscaling:EC2_INSTANCE_TERMINATE</NotificationType><TopicARN>` + topic + `</TopicARN></member></NotificationConfigurations>`,
		"DescribeScheduledActions": `!AccessDenied`,
	}
}

// TestApplicationAutoScalingAnswers has a region that does not know every service, and
// one whose schedules are denied.
func TestApplicationAutoScalingAnswers(t *testing.T) {
	t.Parallel()
	target := `{"ScalableTargets":[{"ServiceNamespace":"lambda","ResourceId":"function:checkout:live","ScalableDimension":"lambda:function:ProvisionedConcurrency",
		"MinCapacity":5,"MaxCapacity":50,"RoleARN":"arn:aws:iam::123456789012:role/r","CreationTime":1,
		"SuspendedState":{"DynamicScalingInSuspended":false,"DynamicScalingOutSuspended":true,"ScheduledScalingSuspended":false}}]}`
	answered(t, applicationScalingService(), map[string]string{
		"DescribeScalableTargets comprehend": `!ValidationException`,
		"DescribeScalableTargets neptune":    `!AccessDeniedException`,
		"DescribeScalableTargets lambda":     target,
		"DescribeScheduledActions lambda":    `!AccessDeniedException`,
	})
}

// TestDirectConnectAnswers reads both pages of connections, and of interfaces those that
// lead to networks of the account.
func TestDirectConnectAnswers(t *testing.T) {
	t.Parallel()
	answered(t, directConnectService(), directConnectAnswers())
}

func directConnectAnswers() map[string]string {
	return map[string]string{
		"DescribeConnections": `{"connections":[{"connectionId":"dxcon-0a1","connectionName":"first","ownerAccount":"123456789012","connectionState":"available",
			"location":"EqDC2","bandwidth":"1Gbps","providerName":"Equinix"}],"nextToken":"more"}`,
		"DescribeConnections more": `{"connections":[{"connectionId":"dxcon-0b2","connectionState":"down","location":"EqDC2","bandwidth":"1Gbps","lagId":"dxlag-0a1"},
			{"connectionId":"dxcon-0c3","connectionState":"deleted","location":"EqLD5"}]}`,
		"DescribeLags": `{"lags":[{"lagId":"dxlag-0a1","lagName":"both","lagState":"available","location":"EqDC2","connectionsBandwidth":"10Gbps","numberOfConnections":2,"minimumLinks":1}]}`,
		"DescribeVirtualInterfaces": `{"virtualInterfaces":[
			{"virtualInterfaceId":"dxvif-0a1","virtualInterfaceName":"private","virtualInterfaceType":"private","virtualInterfaceState":"available","ownerAccount":"123456789012",
				"connectionId":"dxcon-0a1","vlan":101,"authKey":"planted","virtualGatewayId":"vgw-0a1","customerRouterConfig":"<x>planted</x>","bgpPeers":[{"authKey":"planted"}]},
			{"virtualInterfaceId":"dxvif-0b2","virtualInterfaceName":"transit","virtualInterfaceType":"transit","virtualInterfaceState":"down","ownerAccount":"123456789012",
				"connectionId":"dxlag-0a1","vlan":102,"directConnectGatewayId":"5f294f92-bafb-4011-916d-9b0bec000000"},
			{"virtualInterfaceId":"dxvif-0c3","virtualInterfaceType":"public","virtualInterfaceState":"available","ownerAccount":"123456789012","connectionId":"dxcon-0a1"},
			{"virtualInterfaceId":"dxvif-0d4","virtualInterfaceType":"private","virtualInterfaceState":"available","ownerAccount":"999999999999","connectionId":"dxcon-0a1"}]}`,
	}
}

func TestDirectConnectGatewayAnswers(t *testing.T) {
	t.Parallel()
	answered(t, directConnectGatewayService(), directConnectGatewayAnswers())
}

func directConnectGatewayAnswers() map[string]string {
	return map[string]string{
		"DescribeDirectConnectGateways": `{"directConnectGateways":[
			{"directConnectGatewayId":"5f294f92-bafb-4011-916d-9b0bec000000","directConnectGatewayName":"core","amazonSideAsn":64512,"ownerAccount":"123456789012","directConnectGatewayState":"available"},
			{"directConnectGatewayId":"11460968-4ac1-4fd3-bdb2-00599d000000","directConnectGatewayState":"deleted"}]}`,
	}
}

// TestGlobalAcceleratorAnswers reads an accelerator in front of two regions.
func TestGlobalAcceleratorAnswers(t *testing.T) {
	t.Parallel()
	answered(t, acceleratorService(), acceleratorAnswers())
}

func acceleratorAnswers() map[string]string {
	const front = "arn:aws:globalaccelerator::123456789012:accelerator/1234abcd"
	return map[string]string{
		"ListAccelerators":    `{"Accelerators":[{"AcceleratorArn":"` + front + `","Name":"shop","Enabled":true,"DnsName":"a1234567890abcdef.awsglobalaccelerator.com","Status":"DEPLOYED","IpAddressType":"IPV4"}]}`,
		"ListTagsForResource": `{"Tags":[{"Key":"tier","Value":"web"}]}`,
		"ListListeners":       `{"Listeners":[{"ListenerArn":"` + front + `/listener/0123vxyz","PortRanges":[{"FromPort":443,"ToPort":443}],"Protocol":"TCP","ClientAffinity":"NONE"}]}`,
		"ListEndpointGroups": `{"EndpointGroups":[
			{"EndpointGroupArn":"` + front + `/listener/0123vxyz/endpoint-group/098765zyxwvu","EndpointGroupRegion":"eu-west-1","TrafficDialPercentage":100.0,"HealthCheckIntervalSeconds":10,
				"EndpointDescriptions":[{"EndpointId":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/ingest/50dc6c495c0c9188","Weight":128,"HealthState":"HEALTHY"}]},
			{"EndpointGroupArn":"` + front + `/listener/0123vxyz/endpoint-group/1234","EndpointGroupRegion":"us-east-1","TrafficDialPercentage":0.0,"HealthCheckIntervalSeconds":30,
				"EndpointDescriptions":[{"EndpointId":"eipalloc-0a1","Weight":128,"HealthState":"UNHEALTHY"}]}]}`,
	}
}
