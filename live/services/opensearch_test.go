package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/opensearch"
	"github.com/aws/aws-sdk-go-v2/service/opensearch/types"
)

func TestOpenSearch(t *testing.T) {
	s := &scenario{service: opensearchService(), seed: seedOpenSearch}
	s.runIn(t, "moto", "ministack")
}

func seedOpenSearch(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := opensearch.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*opensearch.CreateDomainOutput](t)(c.CreateDomain(ctx, &opensearch.CreateDomainInput{
		DomainName: aws.String("catalogue"), EngineVersion: aws.String("OpenSearch_2.11"),
		ClusterConfig: &types.ClusterConfig{
			InstanceType: types.OpenSearchPartitionInstanceTypeM6gLargeSearch, InstanceCount: aws.Int32(4), DedicatedMasterEnabled: aws.Bool(true),
			DedicatedMasterCount: aws.Int32(3), ZoneAwarenessEnabled: aws.Bool(true), ZoneAwarenessConfig: &types.ZoneAwarenessConfig{AvailabilityZoneCount: aws.Int32(2)},
		},
		EBSOptions: &types.EBSOptions{EBSEnabled: aws.Bool(true), VolumeSize: aws.Int32(100), VolumeType: types.VolumeTypeGp3},
		VPCOptions: &types.VPCOptions{SubnetIds: subnets},
		AdvancedSecurityOptions: &types.AdvancedSecurityOptionsInput{
			Enabled: aws.Bool(true), InternalUserDatabaseEnabled: aws.Bool(true),
			MasterUserOptions: &types.MasterUserOptions{MasterUserName: aws.String("app"), MasterUserPassword: aws.String("Planted-secret-1")},
		},
		TagList: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	must[*opensearch.CreateDomainOutput](t)(c.CreateDomain(ctx, &opensearch.CreateDomainInput{
		DomainName: aws.String("logs"), EngineVersion: aws.String("Elasticsearch_7.10"),
		ClusterConfig: &types.ClusterConfig{InstanceType: types.OpenSearchPartitionInstanceTypeM5LargeSearch, InstanceCount: aws.Int32(1)},
	}))
}
