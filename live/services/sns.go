package services

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/faultline-dev/faultline/live/collect"
)

// snsService reads topics, their policies and their subscriptions.
func snsService() *collect.Service {
	return &collect.Service{
		Name: "sns", SDK: "SNS",
		Calls: collect.Ops("ListTopics", "GetTopicAttributes", "ListTagsForResource", "ListSubscriptions", "GetSubscriptionAttributes"),
		Types: []string{"AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription"},
		Read:  readSNS,
	}
}

func readSNS(ctx context.Context, u *collect.Unit) {
	c := sns.NewFromConfig(u.Config)
	collect.Pages(ctx, u, sns.NewListTopicsPaginator(c, &sns.ListTopicsInput{}), []string{"AWS::SNS::Topic"},
		func(page *sns.ListTopicsOutput) {
			for _, t := range page.Topics {
				topic(ctx, u, c, *t.TopicArn)
			}
		})
	collect.Pages(ctx, u, sns.NewListSubscriptionsPaginator(c, &sns.ListSubscriptionsInput{}), []string{"AWS::SNS::Subscription"},
		func(page *sns.ListSubscriptionsOutput) {
			for i := range page.Subscriptions {
				subscription(ctx, u, c, collect.Answer(page.Subscriptions[i]))
			}
		})
}

func topic(ctx context.Context, u *collect.Unit, c *sns.Client, arn string) {
	name := arn[strings.LastIndexByte(arn, ':')+1:]
	u.Add(collect.Found{Type: "AWS::SNS::Topic", Ref: arn, ARN: arn, Properties: collect.Object{
		"TopicName": name, "TopicArn": arn, "FifoTopic": strings.HasSuffix(name, ".fifo"),
	}})
	out, err := c.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: &arn})
	if u.Part(err, arn, []string{"KmsMasterKeyId"}, "NotFound", "NotFoundException") {
		o := collect.Object{}
		o.Set("KmsMasterKeyId", out.Attributes["KmsMasterKeyId"])
		u.Extend(arn, o)
		if policy := policyDocument(out.Attributes["Policy"]); policy != nil && !madeByItself(policy) {
			u.Add(collect.Found{
				Type: "AWS::SNS::TopicPolicy", Ref: arn, ARN: arn + ":policy", Properties: collect.Object{"Topics": []any{arn}, "PolicyDocument": policy},
			})
		}
	}
	tags, err := c.ListTagsForResource(ctx, &sns.ListTagsForResourceInput{ResourceArn: &arn})
	if u.Part(err, arn, []string{"Tags"}, "NotFound", "ResourceNotFound", "ResourceNotFoundException") {
		u.Extend(arn, collect.Object{"Tags": collect.Answer(*tags)["Tags"]})
	}
}

// madeByItself reports whether a policy is the one that every topic begins with.
func madeByItself(policy map[string]any) bool { return policy["Id"] == "__default_policy_ID" }

// subscription adds one. Those that nobody has confirmed deliver nothing and have no
// ARN, so they are left out: as long as that is so, nobody is told.
func subscription(ctx context.Context, u *collect.Unit, c *sns.Client, o collect.Object) {
	arn := o.Text("SubscriptionArn")
	if !strings.HasPrefix(arn, "arn:") {
		return
	}
	u.Add(collect.Found{Type: "AWS::SNS::Subscription", Ref: arn, ARN: arn, Properties: o})
	switch o.Text("Protocol") {
	case "sqs", "lambda", "firehose", "http", "https":
	default:
		return // people, who have no dead-letter queue
	}
	out, err := c.GetSubscriptionAttributes(ctx, &sns.GetSubscriptionAttributesInput{SubscriptionArn: &arn})
	if !u.Part(err, arn, []string{"RedrivePolicy", "FilterPolicy"}, "NotFound", "NotFoundException") {
		return
	}
	details := collect.Object{}
	for _, name := range []string{"RedrivePolicy", "FilterPolicy"} {
		var v map[string]any
		if text := out.Attributes[name]; text != "" && json.Unmarshal([]byte(text), &v) == nil {
			details.Set(name, v)
		}
	}
	u.Extend(arn, details)
}
