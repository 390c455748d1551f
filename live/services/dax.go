package services

import (
	"context"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dax"

	"github.com/faultline-dev/faultline/live/collect"
)

// daxService reads DynamoDB Accelerator.
func daxService() *collect.Service {
	return &collect.Service{
		Name: "dax", SDK: "DAX",
		Calls: collect.Ops("DescribeClusters", "DescribeSubnetGroups", "ListTags"),
		Types: []string{"AWS::DAX::Cluster", "AWS::DAX::SubnetGroup"},
		Read:  readDAX,
	}
}

// readDAX follows the tokens itself: the SDK has no paginators for DAX.
func readDAX(ctx context.Context, u *collect.Unit) {
	c := dax.NewFromConfig(u.Config)
	groups := &dax.DescribeSubnetGroupsInput{}
	for more := true; more; {
		out, ok := collect.Ask(ctx, u, c.DescribeSubnetGroups, groups, "AWS::DAX::SubnetGroup")
		if !ok {
			break
		}
		for i := range out.SubnetGroups {
			o := collect.Answer(out.SubnetGroups[i])
			o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
			name := o.Text("SubnetGroupName")
			u.Add(collect.Found{Type: "AWS::DAX::SubnetGroup", Ref: name, ARN: u.ARN("dax", "subnetgroup/"+name), Properties: o})
		}
		more = following(&groups.NextToken, out.NextToken)
	}
	clusters := &dax.DescribeClustersInput{}
	for more := true; more; {
		out, ok := collect.Ask(ctx, u, c.DescribeClusters, clusters, "AWS::DAX::Cluster")
		if !ok {
			break
		}
		for i := range out.Clusters {
			daxCluster(ctx, u, c, collect.Answer(out.Clusters[i]))
		}
		more = following(&clusters.NextToken, out.NextToken)
	}
}

func daxCluster(ctx context.Context, u *collect.Unit, c *dax.Client, o collect.Object) {
	arn := o.Text("ClusterArn")
	o.Rename(
		"ClusterArn", "Arn",
		"TotalNodes", "ReplicationFactor",
		"SubnetGroup", "SubnetGroupName",
		"NotificationConfiguration.TopicArn", "NotificationTopicARN",
	)
	o.Set("SSESpecification.SSEEnabled", enabled(o.Text("SSEDescription.Status")))
	nodes := o.List("Nodes")
	if in := zones(nodes, "AvailabilityZone"); len(in) == len(nodes) && len(in) > 0 {
		o.Set("AvailabilityZones", distinct(in))
	}
	if host := o.Text("ClusterDiscoveryEndpoint.Address"); host != "" {
		port, _ := o.Get("ClusterDiscoveryEndpoint.Port").(float64)
		o["ClusterDiscoveryEndpoint"] = host + ":" + strconv.Itoa(int(port))
	} else {
		o.Take("ClusterDiscoveryEndpoint") // until the cluster is there
	}
	u.Add(collect.Found{Type: "AWS::DAX::Cluster", Ref: o.Text("ClusterName"), ARN: arn, Properties: o})
	tags := []any{}
	in := &dax.ListTagsInput{ResourceName: aws.String(arn)}
	for more := true; more; {
		out, err := c.ListTags(ctx, in)
		if !u.Part(err, arn, []string{"Tags"}) {
			return
		}
		page, _ := collect.Answer(*out)["Tags"].([]any)
		tags = append(tags, page...)
		more = following(&in.NextToken, out.NextToken)
	}
	u.Extend(arn, collect.Object{"Tags": tags})
}
