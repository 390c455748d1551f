package services

import "github.com/faultline-dev/faultline/live/collect"

// platformServices are functions, containers, queues, streams and APIs.
func platformServices() []*collect.Service {
	return []*collect.Service{
		apigatewayService(),
		apigatewayv2Service(),
	}
}
