package services

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/elasticache"

	"github.com/faultline-dev/faultline/live/collect"
)

// elasticacheService reads caches of ElastiCache. The members of a replication group are
// listed as cache clusters too; they say of the group what it does not say itself, and
// are no resources of their own, as in templates.
func elasticacheService() *collect.Service {
	return &collect.Service{
		Name: "elasticache", SDK: "ElastiCache",
		Calls: collect.Ops("DescribeCacheClusters", "DescribeCacheSubnetGroups", "DescribeGlobalReplicationGroups", "DescribeReplicationGroups",
			"DescribeServerlessCaches", "ListTagsForResource"),
		Types: []string{
			"AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::GlobalReplicationGroup", "AWS::ElastiCache::ReplicationGroup",
			"AWS::ElastiCache::ServerlessCache", "AWS::ElastiCache::SubnetGroup",
		},
		Read: readElastiCache,
	}
}

// cacheReader is one reading of the service.
type cacheReader struct {
	*collect.Unit
	client *elasticache.Client
	// members are the nodes of replication groups, by the group.
	members map[string][]collect.Object
	// membersErr is why some may be missing.
	membersErr error
}

func readElastiCache(ctx context.Context, u *collect.Unit) {
	c := elasticache.NewFromConfig(u.Config)
	r := cacheReader{Unit: u, client: c, members: map[string][]collect.Object{}}
	collect.Pages(ctx, u, elasticache.NewDescribeCacheSubnetGroupsPaginator(c, &elasticache.DescribeCacheSubnetGroupsInput{}),
		[]string{"AWS::ElastiCache::SubnetGroup"},
		func(page *elasticache.DescribeCacheSubnetGroupsOutput) {
			for i := range page.CacheSubnetGroups {
				o := collect.Answer(page.CacheSubnetGroups[i])
				o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				name := o.Text("CacheSubnetGroupName")
				arn := o.Text("ARN")
				if arn == "" {
					arn = u.ARN("elasticache", "subnetgroup:"+name)
				}
				u.Add(collect.Found{Type: "AWS::ElastiCache::SubnetGroup", Ref: name, ARN: arn, Properties: o})
			}
		})
	r.globals(ctx)
	r.clusters(ctx)
	collect.Pages(ctx, u, elasticache.NewDescribeReplicationGroupsPaginator(c, &elasticache.DescribeReplicationGroupsInput{}),
		[]string{"AWS::ElastiCache::ReplicationGroup"},
		func(page *elasticache.DescribeReplicationGroupsOutput) {
			for i := range page.ReplicationGroups {
				r.group(ctx, collect.Answer(page.ReplicationGroups[i]))
			}
		})
	collect.Pages(ctx, u, elasticache.NewDescribeServerlessCachesPaginator(c, &elasticache.DescribeServerlessCachesInput{}),
		[]string{"AWS::ElastiCache::ServerlessCache"},
		func(page *elasticache.DescribeServerlessCachesOutput) {
			for i := range page.ServerlessCaches {
				o := collect.Answer(page.ServerlessCaches[i])
				u.Add(collect.Found{Type: "AWS::ElastiCache::ServerlessCache", Ref: o.Text("ServerlessCacheName"), ARN: o.Text("ARN"), Properties: o})
				r.tags(ctx, o.Text("ARN"))
			}
		})
}

// globals reads global datastores, which every region of theirs lists alike. Members are
// named by ARN: their names are those of other regions.
func (r *cacheReader) globals(ctx context.Context) {
	in := &elasticache.DescribeGlobalReplicationGroupsInput{ShowMemberInfo: aws.Bool(true)}
	collect.Pages(ctx, r.Unit, elasticache.NewDescribeGlobalReplicationGroupsPaginator(r.client, in),
		[]string{"AWS::ElastiCache::GlobalReplicationGroup"},
		func(page *elasticache.DescribeGlobalReplicationGroupsOutput) {
			for i := range page.GlobalReplicationGroups {
				o := collect.Answer(page.GlobalReplicationGroups[i])
				if sharded, _ := o.Get("ClusterEnabled").(bool); sharded {
					o.Set("GlobalNodeGroupCount", float64(len(o.List("GlobalNodeGroups"))))
				}
				for _, m := range o.List("Members") {
					if m.Text("Role") == "PRIMARY" {
						o.Set("AutomaticFailoverEnabled", enabled(m.Text("AutomaticFailover")))
					}
					m["ReplicationGroupId"] = "arn:" + r.Partition + ":elasticache:" + m.Text("ReplicationGroupRegion") + ":" + r.Account +
						":replicationgroup:" + m.Text("ReplicationGroupId")
				}
				r.Add(collect.Found{
					Type: "AWS::ElastiCache::GlobalReplicationGroup", Ref: o.Text("GlobalReplicationGroupId"), ARN: o.Text("ARN"), Properties: o,
				})
			}
		})
}

func (r *cacheReader) clusters(ctx context.Context) {
	pages := &remembering[elasticache.DescribeCacheClustersOutput, elasticache.Options]{
		of: elasticache.NewDescribeCacheClustersPaginator(r.client, &elasticache.DescribeCacheClustersInput{ShowCacheNodeInfo: aws.Bool(true)}),
	}
	collect.Pages(ctx, r.Unit, pages, []string{"AWS::ElastiCache::CacheCluster"},
		func(page *elasticache.DescribeCacheClustersOutput) {
			for i := range page.CacheClusters {
				o := collect.Answer(page.CacheClusters[i])
				if group := o.Text("ReplicationGroupId"); group != "" {
					r.members[group] = append(r.members[group], o)
				} else {
					r.cluster(ctx, o)
				}
			}
		})
	r.membersErr = pages.err
}

// several is the zone of a cluster whose nodes are in more than one.
const several = "Multiple"

func (r *cacheReader) cluster(ctx context.Context, o collect.Object) {
	nodes := o.List("CacheNodes")
	o.Rename("CacheClusterId", "ClusterName", "NotificationConfiguration.TopicArn", "NotificationTopicArn")
	mode := "single-az"
	if o.Text("PreferredAvailabilityZone") == several {
		mode = "cross-az"
		o.Take("PreferredAvailabilityZone")
	}
	o.Set("AZMode", mode)
	if o.Text("Engine") == "memcached" {
		if in := zones(nodes, "CustomerAvailabilityZone"); len(in) == len(nodes) && len(in) > 0 {
			o.Set("PreferredAvailabilityZones", in)
		}
	} else if len(nodes) > 0 {
		o.Set("RedisEndpoint", nodes[0].Get("Endpoint"))
	}
	r.Add(collect.Found{Type: "AWS::ElastiCache::CacheCluster", Ref: o.Text("ClusterName"), ARN: o.Text("ARN"), Properties: o})
	r.tags(ctx, o.Text("ARN"))
}

// group reads a replication group. What it says of itself leaves out the network, the
// version and the topic, which its members have.
func (r *cacheReader) group(ctx context.Context, o collect.Object) {
	arn := o.Text("ARN")
	o.Rename("Description", "ReplicationGroupDescription", "ConfigurationEndpoint", "ConfigurationEndPoint")
	o.Set("AutomaticFailoverEnabled", enabled(o.Text("AutomaticFailover")))
	o.Set("MultiAZEnabled", enabled(o.Text("MultiAZ")))
	o.Set("DataTieringEnabled", enabled(o.Text("DataTiering")))
	if o.Text("GlobalReplicationGroupInfo.GlobalReplicationGroupMemberRole") == "SECONDARY" { // only these name it in a template
		o.Set("GlobalReplicationGroupId", o.Get("GlobalReplicationGroupInfo.GlobalReplicationGroupId"))
	}
	shards(o)
	members := r.members[o.Text("ReplicationGroupId")]
	if len(members) > 0 {
		m := members[0]
		o.Set("CacheSubnetGroupName", m.Get("CacheSubnetGroupName"))
		o.Set("EngineVersion", m.Get("EngineVersion"))
		o.Set("CacheParameterGroupName", m.Get("CacheParameterGroup.CacheParameterGroupName"))
		o.Set("NotificationTopicArn", m.Get("NotificationConfiguration.TopicArn"))
		if o.Text("Engine") == "" {
			o.Set("Engine", m.Get("Engine"))
		}
		for _, name := range []string{"SnapshotRetentionLimit", "SnapshotWindow"} {
			for _, m := range members { // the one node that is snapshotted may have it alone
				if v := o.Get(name); v == nil || v == 0.0 {
					o.Set(name, m.Get(name))
				}
			}
		}
	}
	r.Add(collect.Found{Type: "AWS::ElastiCache::ReplicationGroup", Ref: o.Text("ReplicationGroupId"), ARN: arn, Properties: o})
	if len(members) == 0 {
		unknown := []string{"CacheSubnetGroupName", "EngineVersion", "CacheParameterGroupName", "NotificationTopicArn"}
		if o.Text("Engine") == "" {
			unknown = append(unknown, "Engine")
		}
		if v := o.Get("SnapshotRetentionLimit"); v == nil || v == 0.0 {
			unknown = append(unknown, "SnapshotRetentionLimit")
		}
		r.Part(r.membersErr, arn, unknown)
	}
	r.tags(ctx, arn)
}

// shards counts nodes and says where they are: of a group without cluster mode as its
// nodes, with it as shards and their replicas, at least as many as each shard has.
func shards(o collect.Object) {
	groups := o.List("NodeGroups")
	if sharded, _ := o.Get("ClusterEnabled").(bool); !sharded {
		members, _ := o.Get("MemberClusters").([]any)
		nodes := max(len(members), 1)
		var in []any
		for _, g := range groups {
			list := g.List("NodeGroupMembers")
			// The primary comes first, as in a template.
			slices.SortStableFunc(list, func(a, b collect.Object) int { return rank(a) - rank(b) })
			in = append(in, zones(list, "PreferredAvailabilityZone")...)
			o.Set("PrimaryEndPoint", g.Get("PrimaryEndpoint"))
			o.Set("ReaderEndPoint", g.Get("ReaderEndpoint"))
		}
		o.Set("NumCacheClusters", float64(nodes))
		if len(in) == nodes {
			o.Set("PreferredCacheClusterAZs", in)
		}
		return
	}
	o.Set("NumNodeGroups", float64(len(groups)))
	var configurations []any
	var places [][]any
	fewest := -1
	for _, g := range groups {
		list := g.List("NodeGroupMembers")
		in := zones(list, "PreferredAvailabilityZone")
		replicas := max(len(list)-1, 0)
		if fewest < 0 || replicas < fewest {
			fewest = replicas
		}
		if len(in) < len(list) {
			in = nil
		}
		places = append(places, in)
		configurations = append(configurations, map[string]any{"NodeGroupId": g.Text("NodeGroupId"), "ReplicaCount": float64(replicas)})
	}
	if fewest >= 0 {
		o.Set("ReplicasPerNodeGroup", float64(fewest))
		o.Set("NodeGroupConfiguration", configurations)
	}
	if in := spread(places); len(in) > 0 {
		o.Set("PreferredCacheClusterAZs", in)
	}
}

func rank(member collect.Object) int {
	if member.Text("CurrentRole") == "primary" {
		return 0
	}
	return 1
}

func (r *cacheReader) tags(ctx context.Context, arn string) {
	out, err := r.client.ListTagsForResource(ctx, &elasticache.ListTagsForResourceInput{ResourceName: aws.String(arn)})
	if r.Part(err, arn, []string{"Tags"}) {
		r.Extend(arn, collect.Object{"Tags": collect.Answer(*out)["TagList"]})
	}
}
