package services

import "github.com/faultline-dev/faultline/live/collect"

// dataServices are stores, their copies and their keys.
func dataServices() []*collect.Service {
	return []*collect.Service{
		daxService(),
		elasticacheService(),
		kafkaService(),
		memorydbService(),
		mqService(),
		opensearchService(),
		rdsService(),
		redshiftService(),
	}
}
