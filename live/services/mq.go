package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/mq"

	"github.com/faultline-dev/faultline/live/collect"
)

// mqService reads Amazon MQ.
func mqService() *collect.Service {
	return &collect.Service{
		Name: "mq", SDK: "mq",
		Calls: collect.Ops("DescribeBroker", "ListBrokers"),
		Types: []string{"AWS::AmazonMQ::Broker"},
		Read:  readMQ,
	}
}

func readMQ(ctx context.Context, u *collect.Unit) {
	c := mq.NewFromConfig(u.Config)
	collect.Pages(ctx, u, mq.NewListBrokersPaginator(c, &mq.ListBrokersInput{}), []string{"AWS::AmazonMQ::Broker"},
		func(page *mq.ListBrokersOutput) {
			for i := range page.BrokerSummaries {
				o := collect.Answer(page.BrokerSummaries[i])
				arn, id := o.Text("BrokerArn"), o.Text("BrokerId")
				o.Rename("BrokerArn", "Arn")
				u.Add(collect.Found{Type: "AWS::AmazonMQ::Broker", Ref: id, ARN: arn, Properties: o})
				out, err := c.DescribeBroker(ctx, &mq.DescribeBrokerInput{BrokerId: aws.String(id)})
				if u.Part(err, arn, []string{
					"AutoMinorVersionUpgrade", "DataReplicationMode", "DataReplicationPrimaryBrokerArn", "EncryptionOptions", "EngineVersion",
					"Logs", "MaintenanceWindowStartTime", "PubliclyAccessible", "StorageType", "SubnetIds", "Tags",
				}) {
					u.Extend(arn, broker(u, out))
				}
			}
		})
}

func broker(u *collect.Unit, out *mq.DescribeBrokerOutput) collect.Object {
	o := collect.Answer(*out)
	o.Set("Tags", tagList(out.Tags))
	// A replica names its primary by ID alone. The ARN without the name is enough to find it by.
	if out.DataReplicationMetadata != nil && strings.EqualFold(aws.ToString(out.DataReplicationMetadata.DataReplicationRole), "REPLICA") {
		if other := out.DataReplicationMetadata.DataReplicationCounterpart; other != nil {
			o.Set("DataReplicationPrimaryBrokerArn", "arn:"+u.Partition+":mq:"+aws.ToString(other.Region)+":"+u.Account+":broker:"+aws.ToString(other.BrokerId))
		}
	}
	for _, instance := range out.BrokerInstances {
		for _, endpoint := range instance.Endpoints {
			protocol, _, _ := strings.Cut(endpoint, "://")
			name := map[string]string{
				"ssl": "OpenWireEndpoints", "amqp+ssl": "AmqpEndpoints", "amqps": "AmqpEndpoints", "stomp+ssl": "StompEndpoints",
				"mqtt+ssl": "MqttEndpoints", "wss": "WssEndpoints",
			}[protocol]
			if name != "" {
				list, _ := o.Get(name).([]any)
				o.Set(name, append(list, endpoint))
			}
		}
	}
	return o
}
