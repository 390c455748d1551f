package services

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// sqsService reads queues and their policies.
func sqsService() *collect.Service {
	return &collect.Service{
		Name: "sqs", SDK: "SQS",
		Calls: collect.Ops("ListQueues", "GetQueueAttributes", "ListQueueTags"),
		Types: []string{"AWS::SQS::Queue", "AWS::SQS::QueuePolicy"},
		Read:  readSQS,
	}
}

func readSQS(ctx context.Context, u *collect.Unit) {
	c := sqs.NewFromConfig(u.Config)
	const most = 1000 // a page; without it there is only one page
	size := int32(most)
	collect.Pages(ctx, u, sqs.NewListQueuesPaginator(c, &sqs.ListQueuesInput{MaxResults: &size}), []string{"AWS::SQS::Queue"},
		func(page *sqs.ListQueuesOutput) {
			for _, url := range page.QueueUrls {
				queue(ctx, u, c, url)
			}
		})
}

// queue adds one queue by its URL, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.
func queue(ctx context.Context, u *collect.Unit, c *sqs.Client, url string) {
	name := url[strings.LastIndexByte(url, '/')+1:]
	arn := u.ARN("sqs", name)
	u.Add(collect.Found{Type: "AWS::SQS::Queue", Ref: url, ARN: arn, Properties: collect.Object{"QueueName": name, "QueueUrl": url}})
	out, err := c.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &url, AttributeNames: []types.QueueAttributeName{"All"}})
	parts := []string{
		"DelaySeconds", "FifoQueue", "KmsMasterKeyId", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy",
		"RedrivePolicy", "VisibilityTimeout",
	}
	if u.Part(err, arn, parts, "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist") {
		u.Extend(arn, queueAttributes(out.Attributes))
		if policy := policyDocument(out.Attributes["Policy"]); policy != nil {
			u.Add(collect.Found{
				Type: "AWS::SQS::QueuePolicy", Ref: url, ARN: u.ARN("sqs", name+":policy"), Properties: collect.Object{"Queues": []any{url}, "PolicyDocument": policy},
			})
		}
	}
	tags, err := c.ListQueueTags(ctx, &sqs.ListQueueTagsInput{QueueUrl: &url})
	if u.Part(err, arn, []string{"Tags"}, "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist") {
		u.Extend(arn, collect.Object{"Tags": tagList(tags.Tags)})
	}
}

// queueAttributes are attributes, all of them texts, as properties.
func queueAttributes(attributes map[string]string) collect.Object {
	o := collect.Object{}
	for name, text := range attributes {
		switch name {
		case "RedrivePolicy", "RedriveAllowPolicy":
			var v map[string]any
			if json.Unmarshal([]byte(text), &v) == nil {
				o.Set(name, v)
			}
		case "FifoQueue":
			o.Set(name, text == "true")
		case "Policy", "QueueArn":
		default:
			o.Set(name, number(text))
		}
	}
	return o
}

// number is the number that a text is, or else the text.
func number(text string) any {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return text
}
