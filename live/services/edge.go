package services

import "github.com/faultline-dev/faultline/live/collect"

// edgeServices are DNS, content delivery, monitoring, and all that has no reader of its own.
func edgeServices() []*collect.Service {
	return []*collect.Service{
		acmService(),
		cloudfrontService(),
		cloudwatchService(),
		dashboardService(),
		route53Service(),
		route53resolverService(),
	}
}
