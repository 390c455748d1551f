package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"

	"github.com/faultline-dev/faultline/live/collect"
)

const distribution = "AWS::CloudFront::Distribution"

// cloudfrontService reads distributions. Their list has everything but logging.
func cloudfrontService() *collect.Service {
	return &collect.Service{
		Name: "cloudfront", SDK: "CloudFront", Global: true,
		Calls: collect.Ops("ListDistributions", "GetDistributionConfig", "ListTagsForResource"),
		Types: []string{distribution},
		Read:  readCloudFront,
	}
}

func readCloudFront(ctx context.Context, u *collect.Unit) {
	c := cloudfront.NewFromConfig(u.Config)
	ids := map[string]string{} // by ARN
	var arns []string
	collect.Pages(ctx, u, cloudfront.NewListDistributionsPaginator(c, &cloudfront.ListDistributionsInput{}), []string{distribution},
		func(page *cloudfront.ListDistributionsOutput) {
			if page.DistributionList == nil {
				return
			}
			for i := range page.DistributionList.Items {
				o := collect.Answer(page.DistributionList.Items[i])
				id, arn := o.Text("Id"), o.Text("ARN")
				u.Add(collect.Found{Type: distribution, Ref: id, ARN: arn, Properties: collect.Object{
					"Id": id, "DomainName": o.Text("DomainName"), "DistributionConfig": distributionConfig(o),
				}})
				ids[arn] = id
				arns = append(arns, arn)
			}
		})
	for _, arn := range arns {
		config, err := c.GetDistributionConfig(ctx, &cloudfront.GetDistributionConfigInput{Id: aws.String(ids[arn])})
		if u.Part(err, arn, []string{"DistributionConfig.Logging"}) {
			u.Extend(arn, collect.Object{"DistributionConfig": distributionConfig(collect.Answer(config.DistributionConfig))})
		}
		tags, err := c.ListTagsForResource(ctx, &cloudfront.ListTagsForResourceInput{Resource: aws.String(arn)})
		if u.Part(err, arn, []string{"Tags"}) {
			u.Extend(arn, collect.Object{"Tags": collect.Answer(tags).Get("Tags.Items")})
		}
	}
}

// distributionConfig is the configuration as CloudFormation writes it: lists stand
// without their quantities, but for those of origin groups.
func distributionConfig(o collect.Object) map[string]any {
	groups := o.Take("OriginGroups")
	config, _ := unquantified(map[string]any(o)).(map[string]any)
	out := collect.Object(config)
	out.Set("OriginGroups", groups)
	for _, origin := range out.List("Origins") {
		origin.Set("DomainName", strings.ToLower(origin.Text("DomainName")))
		origin.Rename("CustomOriginConfig.OriginSslProtocols", "CustomOriginConfig.OriginSSLProtocols")
	}
	for _, behavior := range append(out.List("CacheBehaviors"), objectOf(out["DefaultCacheBehavior"])) {
		if methods, ok := behavior["AllowedMethods"].(map[string]any); ok { // both lists in one
			behavior["AllowedMethods"] = methods["Items"]
			behavior.Set("CachedMethods", methods["CachedMethods"])
		}
	}
	if out.Get("Logging.Bucket") == nil {
		out.Take("Logging") // it is off
	}
	return config
}

func objectOf(v any) collect.Object {
	o, _ := v.(map[string]any)
	return o
}

// unquantified replaces {Quantity: 2, Items: [a, b]} by the list, everywhere in a value.
func unquantified(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if _, counted := v["Quantity"]; counted {
			items, _ := v["Items"].([]any)
			only := true
			for name := range v {
				// Trusted signers have Enabled beside the list, which CloudFormation has not.
				only = only && (name == "Quantity" || name == "Items" || name == "Enabled")
			}
			if only {
				list, _ := unquantified(items).([]any)
				return append([]any{}, list...)
			}
		}
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = unquantified(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = unquantified(e)
		}
		return out
	}
	return v
}
