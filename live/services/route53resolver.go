package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"

	"github.com/faultline-dev/faultline/live/collect"
)

const resolverEndpoint = "AWS::Route53Resolver::ResolverEndpoint"

// route53resolverService reads the endpoints through which networks ask each other.
func route53resolverService() *collect.Service {
	return &collect.Service{
		Name: "route53resolver", SDK: "Route53Resolver",
		Calls: collect.Ops("ListResolverEndpoints", "ListResolverEndpointIpAddresses", "ListTagsForResource"),
		Types: []string{resolverEndpoint},
		Read:  readRoute53Resolver,
	}
}

func readRoute53Resolver(ctx context.Context, u *collect.Unit) {
	c := route53resolver.NewFromConfig(u.Config)
	ids := map[string]string{} // by ARN
	var arns []string
	collect.Pages(ctx, u, route53resolver.NewListResolverEndpointsPaginator(c, &route53resolver.ListResolverEndpointsInput{}), []string{resolverEndpoint},
		func(page *route53resolver.ListResolverEndpointsOutput) {
			for i := range page.ResolverEndpoints {
				o := collect.Answer(page.ResolverEndpoints[i])
				id, arn := o.Text("Id"), o.Text("Arn")
				o.Rename("Id", "ResolverEndpointId")
				u.Add(collect.Found{Type: resolverEndpoint, Ref: id, ARN: arn, Properties: o})
				ids[arn] = id
				arns = append(arns, arn)
			}
		})
	for _, arn := range arns {
		readResolverAddresses(ctx, u, c, arn, ids[arn])
		tags, err := c.ListTagsForResource(ctx, &route53resolver.ListTagsForResourceInput{ResourceArn: aws.String(arn)})
		if u.Part(err, arn, []string{"Tags"}) {
			u.Extend(arn, collect.Object{"Tags": collect.Answer(tags)["Tags"]})
		}
	}
}

// readResolverAddresses reads in which subnets an endpoint is. Of some pages alone the
// answer would be that it is in fewer.
func readResolverAddresses(ctx context.Context, u *collect.Unit, c *route53resolver.Client, arn, id string) {
	var addresses []any
	pages := route53resolver.NewListResolverEndpointIpAddressesPaginator(c, &route53resolver.ListResolverEndpointIpAddressesInput{ResolverEndpointId: aws.String(id)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if !u.Part(err, arn, []string{"IpAddresses"}) {
			return
		}
		for i := range page.IpAddresses {
			addresses = append(addresses, map[string]any(collect.Answer(page.IpAddresses[i])))
		}
	}
	u.Extend(arn, collect.Object{"IpAddresses": addresses})
}
