package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/rds"

	"github.com/faultline-dev/faultline/live/collect"
)

// rdsService reads RDS and Aurora; and DocumentDB and Neptune, whose instances, clusters
// and subnet groups the same calls list.
func rdsService() *collect.Service {
	return &collect.Service{
		Name: "rds", SDK: "RDS",
		Calls: collect.Ops("DescribeDBInstances", "DescribeDBClusters", "DescribeDBSubnetGroups", "DescribeGlobalClusters",
			"DescribeDBProxies", "DescribeDBProxyTargetGroups", "DescribeDBProxyTargets", "DescribeDBInstanceAutomatedBackups"),
		Types: []string{
			"AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBSubnetGroup", "AWS::RDS::GlobalCluster", "AWS::RDS::DBProxy",
			"AWS::RDS::DBProxyTargetGroup", "AWS::DocDB::DBInstance", "AWS::DocDB::DBCluster", "AWS::DocDB::DBSubnetGroup",
			"AWS::Neptune::DBInstance", "AWS::Neptune::DBCluster", "AWS::Neptune::DBSubnetGroup",
		},
		Read: readRDS,
	}
}

func readRDS(ctx context.Context, u *collect.Unit) {
	c := rds.NewFromConfig(u.Config)
	collect.Pages(ctx, u, rds.NewDescribeDBSubnetGroupsPaginator(c, &rds.DescribeDBSubnetGroupsInput{}),
		[]string{"AWS::RDS::DBSubnetGroup"},
		func(page *rds.DescribeDBSubnetGroupsOutput) {
			for i := range page.DBSubnetGroups {
				o := collect.Answer(page.DBSubnetGroups[i])
				o.Each("Subnets", "SubnetIdentifier", "SubnetIds")
				u.Add(collect.Found{Type: "AWS::RDS::DBSubnetGroup", Ref: o.Text("DBSubnetGroupName"), ARN: o.Text("DBSubnetGroupArn"), Properties: o})
			}
		})
	collect.Pages(ctx, u, rds.NewDescribeDBClustersPaginator(c, &rds.DescribeDBClustersInput{}),
		[]string{"AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"},
		func(page *rds.DescribeDBClustersOutput) {
			for i := range page.DBClusters {
				cluster(u, collect.Answer(page.DBClusters[i]))
			}
		})
	collect.Pages(ctx, u, rds.NewDescribeDBInstancesPaginator(c, &rds.DescribeDBInstancesInput{}),
		[]string{"AWS::RDS::DBInstance", "AWS::DocDB::DBInstance", "AWS::Neptune::DBInstance"},
		func(page *rds.DescribeDBInstancesOutput) {
			for i := range page.DBInstances {
				instance(u, collect.Answer(page.DBInstances[i]))
			}
		})
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

func cluster(u *collect.Unit, o collect.Object) {
	o.Rename(
		"TagList", "Tags",
		"DBSubnetGroup", "DBSubnetGroupName",
		"DBClusterParameterGroup", "DBClusterParameterGroupName",
		"EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports",
		"Endpoint", "Endpoint.Address",
		"ReaderEndpoint", "ReadEndpoint.Address",
		"DbClusterResourceId", "DBClusterResourceId",
	)
	u.Add(collect.Found{
		Type: "AWS::" + engine(o.Text("Engine")) + "::DBCluster", Ref: o.Text("DBClusterIdentifier"), ARN: o.Text("DBClusterArn"), Properties: o,
	})
}

func instance(u *collect.Unit, o collect.Object) {
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
	u.Add(collect.Found{
		Type: "AWS::" + engine(o.Text("Engine")) + "::DBInstance", Ref: o.Text("DBInstanceIdentifier"), ARN: o.Text("DBInstanceArn"), Properties: o,
	})
}
