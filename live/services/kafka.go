package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/kafka"
	"github.com/aws/aws-sdk-go-v2/service/kafka/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// kafkaService reads MSK, provisioned and serverless.
func kafkaService() *collect.Service {
	return &collect.Service{
		Name: "kafka", SDK: "Kafka",
		Calls: collect.Ops("GetBootstrapBrokers", "ListClustersV2"),
		Types: []string{"AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster"},
		Read:  readKafka,
	}
}

func readKafka(ctx context.Context, u *collect.Unit) {
	c := kafka.NewFromConfig(u.Config)
	collect.Pages(ctx, u, kafka.NewListClustersV2Paginator(c, &kafka.ListClustersV2Input{}),
		[]string{"AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster"},
		func(page *kafka.ListClustersV2Output) {
			for i := range page.ClusterInfoList {
				kafkaCluster(ctx, u, c, &page.ClusterInfoList[i])
			}
		})
}

// kafkaCluster has the settings where a template has them: beside the name. By its
// brokers those are known that connect to it.
func kafkaCluster(ctx context.Context, u *collect.Unit, c *kafka.Client, cluster *types.Cluster) {
	whole := collect.Answer(*cluster)
	arn, typ := whole.Text("ClusterArn"), "AWS::MSK::Cluster"
	o := collect.Object{"Arn": arn, "ClusterName": whole.Text("ClusterName"), "Tags": tagList(cluster.Tags)}
	part, _ := whole.Get("Provisioned").(map[string]any)
	if cluster.Serverless != nil {
		typ = "AWS::MSK::ServerlessCluster"
		part, _ = whole.Get("Serverless").(map[string]any)
	}
	maps.Copy(o, part)
	o.Rename(
		"CurrentBrokerSoftwareInfo.KafkaVersion", "KafkaVersion",
		"CurrentBrokerSoftwareInfo.ConfigurationArn", "ConfigurationInfo.Arn",
		"CurrentBrokerSoftwareInfo.ConfigurationRevision", "ConfigurationInfo.Revision",
	)
	u.Add(collect.Found{Type: typ, Ref: arn, ARN: arn, Properties: o})
	if cluster.State == types.ClusterStateCreating || cluster.State == types.ClusterStateDeleting || cluster.State == types.ClusterStateFailed {
		return // it has none
	}
	out, err := c.GetBootstrapBrokers(ctx, &kafka.GetBootstrapBrokersInput{ClusterArn: cluster.ClusterArn})
	if u.Part(err, arn, []string{"BootstrapBrokers"}) {
		brokers := collect.Answer(*out)
		var all []string
		for _, name := range slices.Sorted(maps.Keys(brokers)) {
			if hosts := brokers.Text(name); hosts != "" {
				all = append(all, hosts)
			}
		}
		u.Extend(arn, collect.Object{"BootstrapBrokers": strings.Join(all, ",")})
	}
}
