package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/faultline-dev/faultline/live/collect"
)

func (r *rdsReader) proxies(ctx context.Context) {
	var names []string
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBProxiesPaginator(r.client, &rds.DescribeDBProxiesInput{}),
		[]string{"AWS::RDS::DBProxy", "AWS::RDS::DBProxyTargetGroup"},
		func(page *rds.DescribeDBProxiesOutput) {
			for i := range page.DBProxies {
				o := collect.Answer(page.DBProxies[i])
				names = append(names, o.Text("DBProxyName"))
				r.Add(collect.Found{Type: "AWS::RDS::DBProxy", Ref: o.Text("DBProxyName"), ARN: o.Text("DBProxyArn"), Properties: o})
				r.tags(ctx, o.Text("DBProxyArn"))
			}
		})
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBProxyEndpointsPaginator(r.client, &rds.DescribeDBProxyEndpointsInput{}),
		[]string{"AWS::RDS::DBProxyEndpoint"},
		func(page *rds.DescribeDBProxyEndpointsOutput) {
			for i := range page.DBProxyEndpoints {
				o := collect.Answer(page.DBProxyEndpoints[i])
				if standard, _ := o.Get("IsDefault").(bool); standard {
					continue // it comes with the proxy, and is no resource of its own
				}
				r.Add(collect.Found{
					Type: "AWS::RDS::DBProxyEndpoint", Ref: o.Text("DBProxyEndpointName"), ARN: o.Text("DBProxyEndpointArn"), Properties: o,
				})
			}
		})
	for _, name := range names {
		r.targetGroups(ctx, name)
	}
}

// targetGroups reads the databases behind a proxy.
func (r *rdsReader) targetGroups(ctx context.Context, proxy string) {
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBProxyTargetGroupsPaginator(r.client, &rds.DescribeDBProxyTargetGroupsInput{DBProxyName: aws.String(proxy)}),
		[]string{"AWS::RDS::DBProxyTargetGroup"},
		func(page *rds.DescribeDBProxyTargetGroupsOutput) {
			for i := range page.TargetGroups {
				o := collect.Answer(page.TargetGroups[i])
				o.Rename("ConnectionPoolConfig", "ConnectionPoolConfigurationInfo")
				o.Take("ConnectionPoolConfigurationInfo.InitQuery") // SQL, which may hold anything
				arn := o.Text("TargetGroupArn")
				r.Add(collect.Found{Type: "AWS::RDS::DBProxyTargetGroup", Ref: arn, ARN: arn, Properties: o})
				r.targets(ctx, proxy, o.Text("TargetGroupName"), arn)
			}
		})
}

// targets adds to a target group what is registered there. Of a cluster its instances
// are listed too, with the cluster that they were found through.
func (r *rdsReader) targets(ctx context.Context, proxy, group, arn string) {
	var clusters, instances []any
	pages := rds.NewDescribeDBProxyTargetsPaginator(r.client, &rds.DescribeDBProxyTargetsInput{DBProxyName: aws.String(proxy), TargetGroupName: aws.String(group)})
	seen := map[string]bool{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if !r.Part(err, arn, []string{"DBClusterIdentifiers", "DBInstanceIdentifiers"}) {
			return
		}
		for _, t := range page.Targets {
			cluster, id := aws.ToString(t.TrackedClusterId), aws.ToString(t.RdsResourceId)
			switch {
			case t.Type == "TRACKED_CLUSTER" && cluster == "":
				cluster = id
			case t.Type == "RDS_INSTANCE" && cluster == "" && id != "" && !seen["instance "+id]:
				seen["instance "+id] = true
				instances = append(instances, id)
			}
			if cluster != "" && !seen["cluster "+cluster] {
				seen["cluster "+cluster] = true
				clusters = append(clusters, cluster)
			}
		}
	}
	properties := collect.Object{}
	if len(clusters) > 0 {
		properties["DBClusterIdentifiers"] = clusters
	}
	if len(instances) > 0 {
		properties["DBInstanceIdentifiers"] = instances
	}
	r.Extend(arn, properties)
}

// tags reads the tags of what the listing shows without them.
func (r *rdsReader) tags(ctx context.Context, arn string) {
	out, err := r.client.ListTagsForResource(ctx, &rds.ListTagsForResourceInput{ResourceName: aws.String(arn)})
	if r.Part(err, arn, []string{"Tags"}) {
		r.Extend(arn, collect.Object{"Tags": collect.Answer(*out)["TagList"]})
	}
}

// shardGroups reads the shards of Aurora Limitless, whose listing has no paginator.
func (r *rdsReader) shardGroups(ctx context.Context) {
	in := &rds.DescribeDBShardGroupsInput{}
	for {
		out, ok := collect.Ask(ctx, r.Unit, r.client.DescribeDBShardGroups, in, "AWS::RDS::DBShardGroup")
		if !ok {
			return
		}
		for i := range out.DBShardGroups {
			o := collect.Answer(out.DBShardGroups[i])
			o.Rename("TagList", "Tags")
			r.Add(collect.Found{Type: "AWS::RDS::DBShardGroup", Ref: o.Text("DBShardGroupIdentifier"), ARN: o.Text("DBShardGroupArn"), Properties: o})
		}
		if aws.ToString(out.Marker) == "" || aws.ToString(out.Marker) == aws.ToString(in.Marker) {
			return
		}
		in.Marker = out.Marker
	}
}
