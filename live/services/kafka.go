package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/kafka"
	"github.com/aws/aws-sdk-go-v2/service/kafka/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// kafkaService reads MSK, provisioned and serverless.
func kafkaService() *collect.Service {
	return &collect.Service{
		Name: "kafka", SDK: "Kafka",
		Calls: collect.Ops("ListClustersV2"),
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
				kafkaCluster(u, &page.ClusterInfoList[i])
			}
		})
}

// kafkaCluster has the settings where a template has them: beside the name.
func kafkaCluster(u *collect.Unit, cluster *types.Cluster) {
	whole := collect.Answer(*cluster)
	arn, typ := whole.Text("ClusterArn"), "AWS::MSK::Cluster"
	o := collect.Object{"Arn": arn, "ClusterName": whole.Text("ClusterName"), "Tags": tagList(cluster.Tags)}
	part, _ := whole.Get("Provisioned").(map[string]any)
	if cluster.Serverless != nil {
		typ = "AWS::MSK::ServerlessCluster"
		part, _ = whole.Get("Serverless").(map[string]any)
	}
	for name, v := range part {
		o[name] = v
	}
	o.Rename(
		"CurrentBrokerSoftwareInfo.KafkaVersion", "KafkaVersion",
		"CurrentBrokerSoftwareInfo.ConfigurationArn", "ConfigurationInfo.Arn",
		"CurrentBrokerSoftwareInfo.ConfigurationRevision", "ConfigurationInfo.Revision",
	)
	u.Add(collect.Found{Type: typ, Ref: arn, ARN: arn, Properties: o})
}
