package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/mq"
	"github.com/aws/aws-sdk-go-v2/service/mq/types"
)

func TestMQ(t *testing.T) {
	s := &scenario{service: mqService(), seed: seedMQ, mask: []string{`\b[0-9a-f]{6}\b`}}
	s.runIn(t, "moto", "ministack")
}

func seedMQ(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := mq.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	user := []types.User{{Username: aws.String("app"), Password: aws.String("planted-secret")}}
	if at("moto") { // one broker each, as their IDs decide the order
		must[*mq.CreateBrokerOutput](t)(c.CreateBroker(ctx, &mq.CreateBrokerInput{
			BrokerName: aws.String("orders"), EngineType: types.EngineTypeActivemq, EngineVersion: aws.String("5.18"), HostInstanceType: aws.String("mq.m5.large"),
			DeploymentMode: types.DeploymentModeActiveStandbyMultiAz, PubliclyAccessible: aws.Bool(false), AutoMinorVersionUpgrade: aws.Bool(true),
			SubnetIds: subnets, Users: user, Tags: map[string]string{"tier": "1"},
		}))
		return
	}
	must[*mq.CreateBrokerOutput](t)(c.CreateBroker(ctx, &mq.CreateBrokerInput{
		BrokerName: aws.String("trial"), EngineType: types.EngineTypeRabbitmq, EngineVersion: aws.String("3.13"), HostInstanceType: aws.String("mq.m7g.medium"),
		DeploymentMode: types.DeploymentModeSingleInstance, PubliclyAccessible: aws.Bool(true), AutoMinorVersionUpgrade: aws.Bool(true),
		SubnetIds: subnets[:1], Users: user,
	}))
}
