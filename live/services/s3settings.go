package services

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/faultline-dev/faultline/live/collect"
)

// The settings of a bucket, each as the property that CloudFormation has for it.

func bucketVersioning(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketVersioning(ctx, &s3.GetBucketVersioningInput{Bucket: bucket})
	if err != nil || out.Status == "" { // it never was on
		return nil, err
	}
	return collect.Object{"VersioningConfiguration": map[string]any{"Status": string(out.Status)}}, nil
}

func bucketReplication(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketReplication(ctx, &s3.GetBucketReplicationInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	o := collect.Answer(out)
	for _, rule := range o.List("ReplicationConfiguration.Rules") {
		rule.Rename("ID", "Id", "Filter.Tag", "Filter.TagFilter", "Filter.And.Tags", "Filter.And.TagFilters")
	}
	return o, nil
}

// bucketLifecycle has the filter of a rule in the rule itself, as CloudFormation does.
func bucketLifecycle(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	o := collect.Object{}
	o.Set("LifecycleConfiguration.Rules", collect.Answer(out).Get("Rules"))
	for _, rule := range o.List("LifecycleConfiguration.Rules") {
		if tag := rule.Take("Filter.Tag"); tag != nil {
			rule.Set("TagFilters", []any{tag})
		}
		for _, at := range []string{"Filter.", "Filter.And."} {
			for _, name := range []string{"ObjectSizeGreaterThan", "ObjectSizeLessThan"} {
				if size, ok := rule.Get(at + name).(float64); ok {
					rule.Set(name, fmt.Sprintf("%.0f", size)) // CloudFormation has them as text
				}
			}
			rule.Rename(at+"Prefix", "Prefix", at+"Tags", "TagFilters")
		}
		rule.Take("Filter")
		rule.Rename("ID", "Id", "Expiration.Days", "ExpirationInDays", "Expiration.Date", "ExpirationDate")
		for _, transition := range rule.List("Transitions") {
			transition.Rename("Days", "TransitionInDays", "Date", "TransitionDate")
		}
	}
	return o, nil
}

func bucketLock(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetObjectLockConfiguration(ctx, &s3.GetObjectLockConfigurationInput{Bucket: bucket})
	if err != nil || out.ObjectLockConfiguration == nil {
		return nil, err
	}
	o := collect.Answer(out)
	o.Set("ObjectLockEnabled", o.Text("ObjectLockConfiguration.ObjectLockEnabled") == "Enabled")
	return o, nil
}

func bucketEncryption(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	rules := collect.Answer(out).List("ServerSideEncryptionConfiguration.Rules")
	all := make([]any, 0, len(rules))
	for _, rule := range rules {
		rule.Rename("ApplyServerSideEncryptionByDefault", "ServerSideEncryptionByDefault")
		all = append(all, map[string]any(rule))
	}
	o := collect.Object{}
	o.Set("BucketEncryption.ServerSideEncryptionConfiguration", all)
	return o, nil
}

func bucketNotification(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketNotificationConfiguration(ctx, &s3.GetBucketNotificationConfigurationInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	n := collect.Answer(out)
	for _, x := range []struct{ list, target, as, name string }{
		{"LambdaFunctionConfigurations", "LambdaFunctionArn", "LambdaConfigurations", "Function"},
		{"QueueConfigurations", "QueueArn", "QueueConfigurations", "Queue"},
		{"TopicConfigurations", "TopicArn", "TopicConfigurations", "Topic"},
	} {
		for _, target := range n.List(x.list) {
			target.Rename(x.target, x.name)
		}
		n.Rename(x.list, x.as)
	}
	if out.EventBridgeConfiguration != nil {
		n.Set("EventBridgeConfiguration.EventBridgeEnabled", true)
	}
	if len(n) == 0 {
		return nil, nil
	}
	return collect.Object{"NotificationConfiguration": map[string]any(n)}, nil
}

func bucketWebsite(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketWebsite(ctx, &s3.GetBucketWebsiteInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	w := collect.Answer(out)
	for _, rule := range w.List("RoutingRules") {
		rule.Rename("Condition", "RoutingRuleCondition", "Redirect", "RedirectRule")
	}
	return collect.Object{"WebsiteConfiguration": map[string]any(w)}, nil
}

func bucketTags(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	return collect.Object{"Tags": collect.Answer(out).Get("TagSet")}, nil
}

func bucketPolicy(ctx context.Context, c *s3.Client, bucket *string) (collect.Object, error) {
	out, err := c.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: bucket})
	if err != nil {
		return nil, err
	}
	var document map[string]any
	if err := json.Unmarshal([]byte(aws.ToString(out.Policy)), &document); err != nil {
		return collect.Object{}, nil //nolint:nilerr // S3 takes no policy that is no JSON; an emulator may
	}
	return collect.Object{"PolicyDocument": document}, nil
}
