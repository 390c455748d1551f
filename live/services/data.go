package services

import "github.com/faultline-dev/faultline/live/collect"

// dataServices are stores, their copies and their keys.
func dataServices() []*collect.Service {
	return []*collect.Service{
		backupService(),
		daxService(),
		dynamodbService(),
		efsService(),
		elasticacheService(),
		fsxService(),
		kafkaService(),
		kmsService(),
		memorydbService(),
		mqService(),
		opensearchService(),
		rdsService(),
		redshiftService(),
		s3Service(),
		secretsmanagerService(),
	}
}
