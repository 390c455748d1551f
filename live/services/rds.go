package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/faultline-dev/faultline/live/collect"
)

// rdsService reads RDS and Aurora; and DocumentDB and Neptune, which have no endpoint of
// their own: their instances, clusters, global clusters and subnet groups are in the
// answers to the same calls.
func rdsService() *collect.Service {
	return &collect.Service{
		Name: "rds", SDK: "RDS",
		Calls: collect.Ops("DescribeDBClusterParameterGroups", "DescribeDBClusterParameters", "DescribeDBClusters", "DescribeDBInstances",
			"DescribeDBParameterGroups", "DescribeDBParameters", "DescribeDBProxies", "DescribeDBProxyEndpoints", "DescribeDBProxyTargetGroups",
			"DescribeDBProxyTargets", "DescribeDBShardGroups", "DescribeDBSubnetGroups", "DescribeGlobalClusters", "DescribeOptionGroups",
			"ListTagsForResource"),
		Types: []string{
			"AWS::DocDB::DBCluster", "AWS::DocDB::DBInstance", "AWS::DocDB::DBSubnetGroup", "AWS::DocDB::GlobalCluster",
			"AWS::Neptune::DBCluster", "AWS::Neptune::DBInstance", "AWS::Neptune::DBSubnetGroup", "AWS::Neptune::GlobalCluster",
			"AWS::RDS::DBCluster", "AWS::RDS::DBClusterParameterGroup", "AWS::RDS::DBInstance", "AWS::RDS::DBParameterGroup", "AWS::RDS::DBProxy",
			"AWS::RDS::DBProxyEndpoint", "AWS::RDS::DBProxyTargetGroup", "AWS::RDS::DBShardGroup", "AWS::RDS::DBSubnetGroup",
			"AWS::RDS::GlobalCluster", "AWS::RDS::OptionGroup",
		},
		Read: readRDS,
	}
}

func readRDS(ctx context.Context, u *collect.Unit) {
	c := rds.NewFromConfig(u.Config)
	r := rdsReader{Unit: u, client: c}
	r.subnetGroups(ctx)
	r.globalClusters(ctx)
	collect.Pages(ctx, u, rds.NewDescribeDBClustersPaginator(c, &rds.DescribeDBClustersInput{}),
		[]string{"AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"},
		func(page *rds.DescribeDBClustersOutput) {
			for i := range page.DBClusters {
				r.cluster(collect.Answer(page.DBClusters[i]))
			}
		})
	collect.Pages(ctx, u, rds.NewDescribeDBInstancesPaginator(c, &rds.DescribeDBInstancesInput{}),
		[]string{"AWS::RDS::DBInstance", "AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance"},
		func(page *rds.DescribeDBInstancesOutput) {
			for i := range page.DBInstances {
				r.instance(collect.Answer(page.DBInstances[i]))
			}
		})
	r.shardGroups(ctx)
	r.proxies(ctx)
	r.parameterGroups(ctx)
	r.optionGroups(ctx)
}

// rdsReader is one reading of the service.
type rdsReader struct {
	*collect.Unit
	client *rds.Client
	// globals has the global cluster of each cluster that is a member, by the ARN of that;
	// globalsErr is why it may lack some.
	globals    map[string]string
	globalsErr error
}

func (r *rdsReader) subnetGroups(ctx context.Context) {
	collect.Pages(ctx, r.Unit, rds.NewDescribeDBSubnetGroupsPaginator(r.client, &rds.DescribeDBSubnetGroupsInput{}),
		[]string{"AWS::RDS::DBSubnetGroup"},
		func(page *rds.DescribeDBSubnetGroupsOutput) {
			for i := range page.DBSubnetGroups {
				o := collect.Answer(page.DBSubnetGroups[i])
				o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				r.Add(collect.Found{Type: "AWS::RDS::DBSubnetGroup", Ref: o.Text("DBSubnetGroupName"), ARN: o.Text("DBSubnetGroupArn"), Properties: o})
			}
		})
}

// globalClusters reads global databases, which every region of theirs lists alike. The
// primary cluster is the source, as in a template that makes one of an existing cluster.
func (r *rdsReader) globalClusters(ctx context.Context) {
	r.globals = map[string]string{}
	pages := &remembering[rds.DescribeGlobalClustersOutput, rds.Options]{
		of: rds.NewDescribeGlobalClustersPaginator(r.client, &rds.DescribeGlobalClustersInput{}),
	}
	collect.Pages(ctx, r.Unit, pages, []string{"AWS::RDS::GlobalCluster", "AWS::DocDB::GlobalCluster", "AWS::Neptune::GlobalCluster"},
		func(page *rds.DescribeGlobalClustersOutput) {
			for i := range page.GlobalClusters {
				o := collect.Answer(page.GlobalClusters[i])
				o.Rename("TagList", "Tags", "Endpoint", "GlobalEndpoint.Address")
				for _, m := range o.List("GlobalClusterMembers") {
					r.globals[m.Text("DBClusterArn")] = o.Text("GlobalClusterIdentifier")
					if writer, _ := m.Get("IsWriter").(bool); writer {
						o.Set("SourceDBClusterIdentifier", m.Text("DBClusterArn"))
					}
				}
				r.Add(collect.Found{
					Type: "AWS::" + engine(o.Text("Engine")) + "::GlobalCluster", Ref: o.Text("GlobalClusterIdentifier"),
					ARN: o.Text("GlobalClusterArn"), Properties: o,
				})
			}
		})
	r.globalsErr = pages.err
}

// engine is the service that an engine of the RDS API belongs to.
func engine(name string) string {
	switch {
	case strings.HasPrefix(name, "docdb"):
		return "DocDB"
	case strings.HasPrefix(name, "neptune"):
		return "Neptune"
	default:
		return "RDS"
	}
}

func (r *rdsReader) cluster(o collect.Object) {
	arn := o.Text("DBClusterArn")
	o.Rename(
		"TagList", "Tags",
		"DBSubnetGroup", "DBSubnetGroupName",
		"DBClusterParameterGroup", "DBClusterParameterGroupName",
		"EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports",
		"GlobalWriteForwardingRequested", "EnableGlobalWriteForwarding",
		"ScalingConfigurationInfo", "ScalingConfiguration",
	)
	service := engine(o.Text("Engine"))
	if service == "RDS" {
		o.Rename("Endpoint", "Endpoint.Address", "ReaderEndpoint", "ReadEndpoint.Address", "DbClusterResourceId", "DBClusterResourceId")
		o.Set("Endpoint.Port", o.Get("Port"))
	} else {
		o.Rename("ReaderEndpoint", "ReadEndpoint", "DbClusterResourceId", "ClusterResourceId")
	}
	if service == "Neptune" {
		o.Rename("ServerlessV2ScalingConfiguration", "ServerlessScalingConfiguration")
	}
	o.Set("GlobalClusterIdentifier", r.globals[arn])
	r.Add(collect.Found{Type: "AWS::" + service + "::DBCluster", Ref: o.Text("DBClusterIdentifier"), ARN: arn, Properties: o})
	if o.Text("GlobalClusterIdentifier") == "" {
		r.Part(r.globalsErr, arn, []string{"GlobalClusterIdentifier"})
	}
}

// instance reads instances, those of clusters too: also the three that make up a Multi-AZ
// DB cluster, which a template does not name.
func (r *rdsReader) instance(o collect.Object) {
	o.Rename(
		"TagList", "Tags",
		"DBSubnetGroup.DBSubnetGroupName", "DBSubnetGroupName",
		"EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports",
		"PerformanceInsightsEnabled", "EnablePerformanceInsights",
		"ReadReplicaSourceDBInstanceIdentifier", "SourceDBInstanceIdentifier",
		"ReadReplicaSourceDBClusterIdentifier", "SourceDBClusterIdentifier",
	)
	if groups := o.List("DBParameterGroups"); len(groups) > 0 {
		o.Set("DBParameterGroupName", groups[0].Text("DBParameterGroupName"))
	}
	if groups := o.List("OptionGroupMemberships"); len(groups) > 0 {
		o.Set("OptionGroupName", groups[0].Text("OptionGroupName"))
	}
	standby(o)
	// Where its automated backups are copied to is in the ARN of the copy.
	if copies := o.List("DBInstanceAutomatedBackupsReplications"); len(copies) > 0 {
		o.Set("AutomaticBackupReplicationRegion", arnRegion(copies[0].Text("DBInstanceAutomatedBackupsArn")))
	}
	service := engine(o.Text("Engine"))
	if service != "RDS" {
		o.Set("Port", o.Get("Endpoint.Port"))
		o.Rename("Endpoint.Address", "Endpoint")
	}
	r.Add(collect.Found{Type: "AWS::" + service + "::DBInstance", Ref: o.Text("DBInstanceIdentifier"), ARN: o.Text("DBInstanceArn"), Properties: o})
}

// standby has both zones of an instance that has one.
func standby(o collect.Object) {
	if second := o.Text("SecondaryAvailabilityZone"); second != "" && o.Get("MultiAZ") == true {
		o.Set("Zones", []any{o.Text("AvailabilityZone"), second})
	}
}
