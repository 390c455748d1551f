package services

import (
	"context"
	"slices"
	"strings"

	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"github.com/faultline-dev/faultline/live/collect"
)

// elbv2Service reads application, network and gateway load balancers, and target groups
// with what is registered in them. Instances that an Auto Scaling group registers are
// among the targets: the group is known by its own settings, and they lead nowhere else.
func elbv2Service() *collect.Service {
	return &collect.Service{
		Name: "elasticloadbalancingv2", SDK: "Elastic Load Balancing v2", IAM: "elasticloadbalancing",
		Calls: collect.Ops("DescribeLoadBalancers", "DescribeLoadBalancerAttributes", "DescribeListeners", "DescribeRules",
			"DescribeTargetGroups", "DescribeTargetGroupAttributes", "DescribeTargetHealth", "DescribeTags"),
		Types: []string{
			"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener",
			"AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancingV2::TargetGroup",
		},
		Read: readELBv2,
	}
}

func readELBv2(ctx context.Context, u *collect.Unit) {
	c := elb.NewFromConfig(u.Config)
	var balancers, groups []string
	collect.Pages(ctx, u, elb.NewDescribeTargetGroupsPaginator(c, &elb.DescribeTargetGroupsInput{}),
		[]string{"AWS::ElasticLoadBalancingV2::TargetGroup"},
		func(page *elb.DescribeTargetGroupsOutput) {
			for i := range page.TargetGroups {
				o := collect.Answer(page.TargetGroups[i])
				arn := o.Text("TargetGroupArn")
				o.Set("TargetGroupFullName", arn[strings.LastIndexByte(arn, ':')+1:])
				u.Add(collect.Found{Type: "AWS::ElasticLoadBalancingV2::TargetGroup", Ref: arn, ARN: arn, Properties: o})
				groups = append(groups, arn)
			}
		})
	collect.Pages(ctx, u, elb.NewDescribeLoadBalancersPaginator(c, &elb.DescribeLoadBalancersInput{}),
		[]string{
			"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule",
		},
		func(page *elb.DescribeLoadBalancersOutput) {
			for i := range page.LoadBalancers {
				balancers = append(balancers, elbv2Balancer(u, collect.Answer(page.LoadBalancers[i])))
			}
		})
	elbv2Tags(ctx, u, c, slices.Concat(balancers, groups))
	for _, arn := range groups {
		elbv2Group(ctx, u, c, arn)
	}
	for _, arn := range balancers {
		out, err := c.DescribeLoadBalancerAttributes(ctx, &elb.DescribeLoadBalancerAttributesInput{LoadBalancerArn: &arn})
		if u.Part(err, arn, []string{"LoadBalancerAttributes"}, "LoadBalancerNotFound") {
			u.Extend(arn, collect.Object{"LoadBalancerAttributes": collect.Answer(out).Get("Attributes")})
		}
		elbv2Listeners(ctx, u, c, arn)
	}
}

// elbv2Balancer records a load balancer. Where it has addresses of its own in its
// subnets these are mappings, which a template writes then; elsewhere a list of subnets.
func elbv2Balancer(u *collect.Unit, o collect.Object) string {
	arn := o.Text("LoadBalancerArn")
	var subnets, mappings []any
	fixed := false
	for _, z := range o.List("AvailabilityZones") {
		subnet := z.Text("SubnetId")
		if subnet == "" {
			continue
		}
		subnets = append(subnets, subnet)
		mapping := collect.Object{"SubnetId": subnet}
		for _, a := range z.List("LoadBalancerAddresses") {
			fixed = fixed || a.Text("AllocationId") != "" || a.Text("PrivateIPv4Address") != ""
			mapping.Set("AllocationId", a.Text("AllocationId"))
			mapping.Set("PrivateIPv4Address", a.Text("PrivateIPv4Address"))
		}
		mappings = append(mappings, map[string]any(mapping))
	}
	switch {
	case fixed:
		o.Set("SubnetMappings", mappings)
	case subnets != nil:
		o.Set("Subnets", subnets)
	}
	o.Rename("CanonicalHostedZoneId", "CanonicalHostedZoneID")
	_, name, _ := strings.Cut(arn, ":loadbalancer/")
	o.Set("LoadBalancerFullName", name)
	u.Add(collect.Found{Type: "AWS::ElasticLoadBalancingV2::LoadBalancer", Ref: arn, ARN: arn, Properties: o})
	return arn
}

// elbv2Tags reads the tags of balancers and target groups, twenty at a time.
func elbv2Tags(ctx context.Context, u *collect.Unit, c *elb.Client, arns []string) {
	const most = 20
	for some := range slices.Chunk(arns, most) {
		out, err := c.DescribeTags(ctx, &elb.DescribeTagsInput{ResourceArns: some})
		if err != nil {
			for _, arn := range some {
				u.Part(err, arn, []string{"Tags"})
			}
			continue
		}
		for i := range out.TagDescriptions {
			o := collect.Answer(out.TagDescriptions[i])
			u.Extend(o.Text("ResourceArn"), collect.Object{"Tags": o.Get("Tags")})
		}
	}
}

func elbv2Group(ctx context.Context, u *collect.Unit, c *elb.Client, arn string) {
	attributes, err := c.DescribeTargetGroupAttributes(ctx, &elb.DescribeTargetGroupAttributesInput{TargetGroupArn: &arn})
	if u.Part(err, arn, []string{"TargetGroupAttributes"}, "TargetGroupNotFound") {
		u.Extend(arn, collect.Object{"TargetGroupAttributes": collect.Answer(attributes).Get("Attributes")})
	}
	health, err := c.DescribeTargetHealth(ctx, &elb.DescribeTargetHealthInput{TargetGroupArn: &arn})
	if !u.Part(err, arn, []string{"Targets"}, "TargetGroupNotFound") {
		return
	}
	targets := []any{}
	for _, t := range collect.Answer(health).List("TargetHealthDescriptions") {
		if t.Text("TargetHealth.State") != "draining" { // it is being taken out
			targets = append(targets, t.Get("Target"))
		}
	}
	u.Extend(arn, collect.Object{"Targets": targets})
}

func elbv2Listeners(ctx context.Context, u *collect.Unit, c *elb.Client, balancer string) {
	var listeners []string
	collect.Pages(ctx, u, elb.NewDescribeListenersPaginator(c, &elb.DescribeListenersInput{LoadBalancerArn: &balancer}),
		[]string{"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"},
		func(page *elb.DescribeListenersOutput) {
			for i := range page.Listeners {
				o := collect.Answer(page.Listeners[i])
				arn := o.Text("ListenerArn")
				elbv2Actions(o, "DefaultActions")
				u.Add(collect.Found{Type: "AWS::ElasticLoadBalancingV2::Listener", Ref: arn, ARN: arn, Properties: o})
				listeners = append(listeners, arn)
			}
		})
	if !strings.Contains(balancer, ":loadbalancer/app/") {
		return // only these have rules beside the default action
	}
	for _, listener := range listeners {
		collect.Pages(ctx, u, elb.NewDescribeRulesPaginator(c, &elb.DescribeRulesInput{ListenerArn: &listener}),
			[]string{"AWS::ElasticLoadBalancingV2::ListenerRule"},
			func(page *elb.DescribeRulesOutput) {
				for i := range page.Rules {
					o := collect.Answer(page.Rules[i])
					if o.Get("IsDefault") == true { // the default actions of the listener
						continue
					}
					o.Set("ListenerArn", listener)
					elbv2Actions(o, "Actions")
					u.Add(collect.Found{Type: "AWS::ElasticLoadBalancingV2::ListenerRule", Ref: o.Text("RuleArn"), ARN: o.Text("RuleArn"), Properties: o})
				}
			})
	}
}

// elbv2Actions takes out of actions what signs users in and what a fixed response says.
// Of a lone target group the API says twice that requests are forwarded to it; a template
// says it once.
func elbv2Actions(o collect.Object, property string) {
	for _, a := range o.List(property) {
		a.Take("AuthenticateOidcConfig")
		a.Take("AuthenticateCognitoConfig")
		a.Take("FixedResponseConfig.MessageBody")
		if a.Text("TargetGroupArn") != "" && len(a.List("ForwardConfig.TargetGroups")) == 1 {
			a.Take("ForwardConfig")
		}
	}
}
