package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/elasticache"
	"github.com/aws/aws-sdk-go-v2/service/elasticache/types"
)

func TestElastiCache(t *testing.T) {
	s := &scenario{service: elasticacheService(), seed: seedElastiCache, mask: []string{`\.[a-z0-9]{6}\.use1`}}
	s.runIn(t, "moto", "ministack")
}

func seedElastiCache(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := elasticache.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*elasticache.CreateCacheSubnetGroupOutput](t)(c.CreateCacheSubnetGroup(ctx, &elasticache.CreateCacheSubnetGroupInput{
		CacheSubnetGroupName: aws.String("caches"), CacheSubnetGroupDescription: aws.String("caches"), SubnetIds: subnets,
	}))
	must[*elasticache.CreateReplicationGroupOutput](t)(c.CreateReplicationGroup(ctx, &elasticache.CreateReplicationGroupInput{
		ReplicationGroupId: aws.String("sessions"), ReplicationGroupDescription: aws.String("sessions"), Engine: aws.String("redis"),
		CacheNodeType: aws.String("cache.m6g.large"), NumCacheClusters: aws.Int32(2), AutomaticFailoverEnabled: aws.Bool(true), MultiAZEnabled: aws.Bool(true),
		CacheSubnetGroupName: aws.String("caches"), SnapshotRetentionLimit: aws.Int32(3), AuthToken: aws.String("planted-secret-token"),
		TransitEncryptionEnabled: aws.Bool(true), Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	if at("ministack") { // moto makes up how many nodes there are
		must[*elasticache.CreateReplicationGroupOutput](t)(c.CreateReplicationGroup(ctx, &elasticache.CreateReplicationGroupInput{
			ReplicationGroupId: aws.String("shards"), ReplicationGroupDescription: aws.String("shards"), Engine: aws.String("redis"),
			CacheNodeType: aws.String("cache.m6g.large"), NumNodeGroups: aws.Int32(3), ReplicasPerNodeGroup: aws.Int32(1), AutomaticFailoverEnabled: aws.Bool(true),
		}))
	}
	must[*elasticache.CreateCacheClusterOutput](t)(c.CreateCacheCluster(ctx, &elasticache.CreateCacheClusterInput{
		CacheClusterId: aws.String("pages"), Engine: aws.String("memcached"), CacheNodeType: aws.String("cache.m6g.large"), NumCacheNodes: aws.Int32(2),
		CacheSubnetGroupName: aws.String("caches"), AZMode: types.AZModeCrossAz,
	}))
	must[*elasticache.CreateCacheClusterOutput](t)(c.CreateCacheCluster(ctx, &elasticache.CreateCacheClusterInput{
		CacheClusterId: aws.String("alone"), Engine: aws.String("redis"), CacheNodeType: aws.String("cache.t4g.micro"), NumCacheNodes: aws.Int32(1),
		NotificationTopicArn: aws.String("arn:aws:sns:eu-west-1:123456789012:caches"),
	}))
	if at("ministack") {
		must[*elasticache.CreateServerlessCacheOutput](t)(c.CreateServerlessCache(ctx, &elasticache.CreateServerlessCacheInput{
			ServerlessCacheName: aws.String("elastic"), Engine: aws.String("valkey"), SubnetIds: subnets, SnapshotRetentionLimit: aws.Int32(1),
		}))
	}
}
