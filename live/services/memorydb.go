package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/memorydb"

	"github.com/faultline-dev/faultline/live/collect"
)

// memorydbService reads MemoryDB.
func memorydbService() *collect.Service {
	return &collect.Service{
		Name: "memorydb", SDK: "MemoryDB",
		Calls: collect.Ops("DescribeClusters", "DescribeSubnetGroups", "ListTags"),
		Types: []string{"AWS::MemoryDB::Cluster", "AWS::MemoryDB::SubnetGroup"},
		Read:  readMemoryDB,
	}
}

func readMemoryDB(ctx context.Context, u *collect.Unit) {
	c := memorydb.NewFromConfig(u.Config)
	collect.Pages(ctx, u, memorydb.NewDescribeSubnetGroupsPaginator(c, &memorydb.DescribeSubnetGroupsInput{}),
		[]string{"AWS::MemoryDB::SubnetGroup"},
		func(page *memorydb.DescribeSubnetGroupsOutput) {
			for i := range page.SubnetGroups {
				o := collect.Answer(page.SubnetGroups[i])
				o.Rename("Name", "SubnetGroupName")
				o.Each("Subnets", "Identifier", "SubnetIds")
				u.Add(collect.Found{Type: "AWS::MemoryDB::SubnetGroup", Ref: o.Text("SubnetGroupName"), ARN: o.Text("ARN"), Properties: o})
			}
		})
	collect.Pages(ctx, u, memorydb.NewDescribeClustersPaginator(c, &memorydb.DescribeClustersInput{ShowShardDetails: aws.Bool(true)}),
		[]string{"AWS::MemoryDB::Cluster"},
		func(page *memorydb.DescribeClustersOutput) {
			for i := range page.Clusters {
				memoryCluster(ctx, u, c, collect.Answer(page.Clusters[i]))
			}
		})
}

func memoryCluster(ctx context.Context, u *collect.Unit, c *memorydb.Client, o collect.Object) {
	o.Rename("Name", "ClusterName", "NumberOfShards", "NumShards")
	// All shards are to have as many; while one is changed, the fewest count.
	fewest := -1
	var places [][]any
	for _, s := range o.List("Shards") {
		nodes, ok := s.Get("NumberOfNodes").(float64)
		if !ok {
			nodes = float64(len(s.List("Nodes")))
		}
		if replicas := int(nodes) - 1; replicas >= 0 && (fewest < 0 || replicas < fewest) {
			fewest = replicas
		}
		places = append(places, zones(s.List("Nodes"), "AvailabilityZone"))
	}
	if in := spread(places); len(in) > 0 {
		o.Set("Zones", in)
	}
	if fewest >= 0 {
		o.Set("NumReplicasPerShard", float64(fewest))
	}
	arn := o.Text("ARN")
	u.Add(collect.Found{Type: "AWS::MemoryDB::Cluster", Ref: o.Text("ClusterName"), ARN: arn, Properties: o})
	out, err := c.ListTags(ctx, &memorydb.ListTagsInput{ResourceArn: aws.String(arn)})
	if u.Part(err, arn, []string{"Tags"}) {
		u.Extend(arn, collect.Object{"Tags": collect.Answer(*out)["TagList"]})
	}
}
