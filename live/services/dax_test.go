package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dax"
	"github.com/aws/aws-sdk-go-v2/service/dax/types"
)

func TestDAX(t *testing.T) {
	s := &scenario{service: daxService(), seed: seedDAX}
	s.run(t, "moto")
}

func seedDAX(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	must[*dax.CreateClusterOutput](t)(dax.NewFromConfig(cfg).CreateCluster(ctx, &dax.CreateClusterInput{
		ClusterName: aws.String("near"), NodeType: aws.String("dax.r5.large"), ReplicationFactor: 3, IamRoleArn: aws.String("arn:aws:iam::123456789012:role/dax"),
		NotificationTopicArn: aws.String("arn:aws:sns:eu-west-1:123456789012:caches"), SSESpecification: &types.SSESpecification{Enabled: aws.Bool(true)},
		Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
}
