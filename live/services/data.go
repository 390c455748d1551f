package services

import "github.com/faultline-dev/faultline/live/collect"

// dataServices are stores, their copies and their keys.
func dataServices() []*collect.Service {
	return []*collect.Service{
		backupService(),
		dynamodbService(),
		efsService(),
		fsxService(),
		kmsService(),
		rdsService(),
		s3Service(),
		secretsmanagerService(),
	}
}
