package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kafka"
	"github.com/aws/aws-sdk-go-v2/service/kafka/types"
)

func TestKafka(t *testing.T) {
	s := &scenario{service: kafkaService(), seed: seedKafka}
	s.run(t, "moto")
}

func seedKafka(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := kafka.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*kafka.CreateClusterV2Output](t)(c.CreateClusterV2(ctx, &kafka.CreateClusterV2Input{
		ClusterName: aws.String("events"), Tags: map[string]string{"tier": "1", "owner": "events"},
		Provisioned: &types.ProvisionedRequest{
			KafkaVersion: aws.String("3.6.0"), NumberOfBrokerNodes: aws.Int32(2), EnhancedMonitoring: types.EnhancedMonitoringPerBroker,
			BrokerNodeGroupInfo: &types.BrokerNodeGroupInfo{ClientSubnets: subnets, InstanceType: aws.String("kafka.m5.large")},
			EncryptionInfo: &types.EncryptionInfo{EncryptionAtRest: &types.EncryptionAtRest{
				DataVolumeKMSKeyId: aws.String("arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"),
			}},
			LoggingInfo: &types.LoggingInfo{BrokerLogs: &types.BrokerLogs{Firehose: &types.Firehose{Enabled: aws.Bool(true), DeliveryStream: aws.String("logs")}}},
		},
	}))
	must[*kafka.CreateClusterV2Output](t)(c.CreateClusterV2(ctx, &kafka.CreateClusterV2Input{
		ClusterName: aws.String("elastic"), Serverless: &types.ServerlessRequest{VpcConfigs: []types.VpcConfig{{SubnetIds: subnets}}},
	}))
}
