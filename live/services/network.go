package services

import "github.com/faultline-dev/faultline/live/collect"

// networkServices are networks, balancers, compute in instances, and their scaling.
func networkServices() []*collect.Service {
	return []*collect.Service{
		ec2Service(), elbv2Service(), classicService(), autoscalingService(), applicationScalingService(), directConnectService(),
		directConnectGatewayService(), acceleratorService(),
	}
}
