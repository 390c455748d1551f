package services

import (
	"context"
	"slices"

	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing"

	"github.com/faultline-dev/faultline/live/collect"
)

// classicService reads classic load balancers.
func classicService() *collect.Service {
	return &collect.Service{
		Name: "elasticloadbalancing", SDK: "Elastic Load Balancing",
		Calls: collect.Ops("DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeTags"),
		Types: []string{"AWS::ElasticLoadBalancing::LoadBalancer"},
		Read:  readClassic,
	}
}

func readClassic(ctx context.Context, u *collect.Unit) {
	c := elb.NewFromConfig(u.Config)
	arn := func(name string) string { return u.ARN("elasticloadbalancing", "loadbalancer/"+name) }
	var names []string
	collect.Pages(ctx, u, elb.NewDescribeLoadBalancersPaginator(c, &elb.DescribeLoadBalancersInput{}),
		[]string{"AWS::ElasticLoadBalancing::LoadBalancer"},
		func(page *elb.DescribeLoadBalancersOutput) {
			for i := range page.LoadBalancerDescriptions {
				o := collect.Answer(page.LoadBalancerDescriptions[i])
				o.Each("Instances", "InstanceId", "Instances")
				o.Each("ListenerDescriptions", "Listener", "Listeners")
				if subnets, ok := o.Get("Subnets").([]any); ok && len(subnets) > 0 {
					o.Take("AvailabilityZones") // those of the subnets, which a template does not write beside them
				}
				name := o.Text("LoadBalancerName")
				u.Add(collect.Found{Type: "AWS::ElasticLoadBalancing::LoadBalancer", Ref: name, ARN: arn(name), Properties: o})
				names = append(names, name)
			}
		})
	const most = 20
	for some := range slices.Chunk(names, most) {
		out, err := c.DescribeTags(ctx, &elb.DescribeTagsInput{LoadBalancerNames: some})
		if err != nil {
			for _, name := range some {
				u.Part(err, arn(name), []string{"Tags"})
			}
			continue
		}
		for i := range out.TagDescriptions {
			o := collect.Answer(out.TagDescriptions[i])
			u.Extend(arn(o.Text("LoadBalancerName")), collect.Object{"Tags": o.Get("Tags")})
		}
	}
	for _, name := range names {
		out, err := c.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerName: &name})
		parts := []string{"AccessLoggingPolicy", "ConnectionDrainingPolicy", "ConnectionSettings", "CrossZone"}
		if !u.Part(err, arn(name), parts, "LoadBalancerNotFound", "AccessPointNotFound") {
			continue
		}
		o := collect.Answer(out.LoadBalancerAttributes)
		o.Rename("AccessLog", "AccessLoggingPolicy", "ConnectionDraining", "ConnectionDrainingPolicy", "CrossZoneLoadBalancing.Enabled", "CrossZone")
		u.Extend(arn(name), o)
	}
}
