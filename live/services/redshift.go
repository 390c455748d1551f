package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/redshift"

	"github.com/faultline-dev/faultline/live/collect"
)

// redshiftService reads provisioned Redshift.
func redshiftService() *collect.Service {
	return &collect.Service{
		Name: "redshift", SDK: "Redshift",
		Calls: collect.Ops("DescribeClusters", "DescribeClusterSubnetGroups"),
		Types: []string{"AWS::Redshift::Cluster", "AWS::Redshift::ClusterSubnetGroup"},
		Read:  readRedshift,
	}
}

func readRedshift(ctx context.Context, u *collect.Unit) {
	c := redshift.NewFromConfig(u.Config)
	collect.Pages(ctx, u, redshift.NewDescribeClusterSubnetGroupsPaginator(c, &redshift.DescribeClusterSubnetGroupsInput{}),
		[]string{"AWS::Redshift::ClusterSubnetGroup"},
		func(page *redshift.DescribeClusterSubnetGroupsOutput) {
			for i := range page.ClusterSubnetGroups {
				o := collect.Answer(page.ClusterSubnetGroups[i])
				o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				name := o.Text("ClusterSubnetGroupName")
				u.Add(collect.Found{Type: "AWS::Redshift::ClusterSubnetGroup", Ref: name, ARN: u.ARN("redshift", "subnetgroup:"+name), Properties: o})
			}
		})
	collect.Pages(ctx, u, redshift.NewDescribeClustersPaginator(c, &redshift.DescribeClustersInput{}), []string{"AWS::Redshift::Cluster"},
		func(page *redshift.DescribeClustersOutput) {
			for i := range page.Clusters {
				o := collect.Answer(page.Clusters[i])
				warehouse(o)
				name := o.Text("ClusterIdentifier")
				u.Add(collect.Found{Type: "AWS::Redshift::Cluster", Ref: name, ARN: u.ARN("redshift", "cluster:"+name), Properties: o})
			}
		})
}

func warehouse(o collect.Object) {
	o.Rename(
		"ClusterSnapshotCopyStatus.DestinationRegion", "DestinationRegion",
		"ClusterSnapshotCopyStatus.RetentionPeriod", "SnapshotCopyRetentionPeriod",
		"ElasticIpStatus.ElasticIp", "ElasticIp",
	)
	if standby := o.Text("MultiAZSecondary.AvailabilityZone"); standby != "" {
		o.Set("Zones", []any{o.Text("AvailabilityZone"), standby})
	}
	o.Set("MultiAZ", strings.EqualFold(o.Text("MultiAZ"), "enabled"))
	if status := o.Text("AvailabilityZoneRelocationStatus"); status != "" {
		o.Set("AvailabilityZoneRelocation", strings.EqualFold(status, "enabled") || strings.EqualFold(status, "pending_enabling"))
	}
	if nodes, ok := o.Get("NumberOfNodes").(float64); ok {
		kind := "multi-node"
		if nodes == 1 {
			kind = "single-node"
		}
		o.Set("ClusterType", kind)
	}
}
