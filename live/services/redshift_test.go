package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/redshift"
	"github.com/aws/aws-sdk-go-v2/service/redshift/types"
)

func TestRedshift(t *testing.T) {
	s := &scenario{service: redshiftService(), seed: seedRedshift, mask: []string{`\.[a-z0-9]{12}\.`}}
	s.run(t, "moto")
}

func seedRedshift(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := redshift.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*redshift.CreateClusterSubnetGroupOutput](t)(c.CreateClusterSubnetGroup(ctx, &redshift.CreateClusterSubnetGroupInput{
		ClusterSubnetGroupName: aws.String("reports"), Description: aws.String("reports"), SubnetIds: subnets,
	}))
	for name, nodes := range map[string]int32{"reports": 2, "trial": 1} {
		in := &redshift.CreateClusterInput{
			ClusterIdentifier: aws.String(name), NodeType: aws.String("ra3.xlplus"), ClusterType: aws.String("multi-node"), NumberOfNodes: aws.Int32(nodes),
			MasterUsername: aws.String("app"), MasterUserPassword: aws.String("Planted-secret-1"), ClusterSubnetGroupName: aws.String("reports"),
			AutomatedSnapshotRetentionPeriod: aws.Int32(7), Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("2")}},
		}
		if nodes == 1 {
			in.ClusterType, in.NumberOfNodes = aws.String("single-node"), nil
		}
		must[*redshift.CreateClusterOutput](t)(c.CreateCluster(ctx, in))
	}
	must[*redshift.EnableSnapshotCopyOutput](t)(c.EnableSnapshotCopy(ctx, &redshift.EnableSnapshotCopyInput{
		ClusterIdentifier: aws.String("reports"), DestinationRegion: aws.String("eu-central-1"), RetentionPeriod: aws.Int32(14),
	}))
}
