package services

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/faultline-dev/faultline/live/internal/fakeaws"
)

// TestOthersSettingsRefused holds that settings of a resource which the answers to a
// call about others show are unknown where that call is refused, and not absent: the
// global database of a cluster, and the network of a replication group.
func TestOthersSettingsRefused(t *testing.T) {
	t.Parallel()
	answers := map[string]string{
		"DescribeDBClusters": `<DBClusters><DBCluster><DBClusterIdentifier>carts</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:123456789012:cluster:carts</DBClusterArn>
			<Engine>aurora-mysql</Engine></DBCluster></DBClusters>`,
		"DescribeReplicationGroups": `<ReplicationGroups><ReplicationGroup><ReplicationGroupId>sessions</ReplicationGroupId><ARN>arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:sessions</ARN>
			<MemberClusters><ClusterId>sessions-001</ClusterId></MemberClusters></ReplicationGroup></ReplicationGroups>`,
		"DescribeGlobalClusters": "!AccessDenied",
		"DescribeCacheClusters":  "!AccessDenied",
	}
	server := &fakeaws.Server{Management: testAccount, Regions: []string{testRegion}}
	server.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		answer, ok := answers[c.Op]
		switch {
		case !ok:
			return false
		case strings.HasPrefix(answer, "!"):
			fakeaws.Fail(w, c, http.StatusForbidden, answer[1:])
		default:
			fakeaws.Query(w, c, answer)
		}
		return true
	}
	cfg := aws.Config{
		Region: testRegion, BaseEndpoint: aws.String(server.Start(t.Cleanup, false)), HTTPClient: http.DefaultClient,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	for _, c := range []struct {
		scenario *scenario
		want     []string
	}{
		{&scenario{service: rdsService()}, []string{
			`"GlobalClusterIdentifier": "rds:DescribeGlobalClusters (AccessDenied)"`, `"AWS::RDS::GlobalCluster"`, `"AWS::DocDB::GlobalCluster"`, `"AWS::Neptune::GlobalCluster"`,
		}},
		{&scenario{service: elasticacheService()}, []string{
			`"CacheSubnetGroupName": "elasticache:DescribeCacheClusters (AccessDenied)"`, `"Engine": "elasticache:DescribeCacheClusters (AccessDenied)"`,
			`"SnapshotRetentionLimit": "elasticache:DescribeCacheClusters (AccessDenied)"`, `"AWS::ElastiCache::CacheCluster"`,
		}},
	} {
		got := read(t, cfg, c.scenario)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s is not in the snapshot:\n%s", want, got)
			}
		}
	}
}
