package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/memorydb"
	"github.com/aws/aws-sdk-go-v2/service/memorydb/types"
)

func TestMemoryDB(t *testing.T) {
	s := &scenario{service: memorydbService(), seed: seedMemoryDB, mask: []string{`"Zones": \[[^]]*\]`, `\.[a-z]{6}\.memorydb`}}
	s.run(t, "moto")
}

func seedMemoryDB(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := memorydb.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*memorydb.CreateSubnetGroupOutput](t)(c.CreateSubnetGroup(ctx, &memorydb.CreateSubnetGroupInput{
		SubnetGroupName: aws.String("durable"), SubnetIds: subnets,
	}))
	must[*memorydb.CreateClusterOutput](t)(c.CreateCluster(ctx, &memorydb.CreateClusterInput{
		ClusterName: aws.String("ledger"), ACLName: aws.String("open-access"), NodeType: aws.String("db.r6g.large"), NumShards: aws.Int32(1),
		NumReplicasPerShard: aws.Int32(1), SubnetGroupName: aws.String("durable"), SnapshotRetentionLimit: aws.Int32(5),
		Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
}
