package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	classic "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing"
	classics "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbs "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

func TestELBv2(t *testing.T) {
	s := &scenario{service: elbv2Service(), seed: seedELBv2, unordered: true, mask: []string{`\b[0-9a-f]{16}\b`}}
	s.run(t, "moto")
}

// seedELBv2 makes an application load balancer with a rule beside its default action, and
// a network load balancer with addresses of its own; instances, addresses and a function
// are their targets.
func seedELBv2(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	net, c := ec2.NewFromConfig(cfg), elb.NewFromConfig(cfg)
	n := seedNetwork(ctx, t, net)
	servers := must[*ec2.RunInstancesOutput](t)(net.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(2), MaxCount: aws.Int32(2), SubnetId: &n.private[0],
	})).Instances
	web := seedGroup(ctx, t, c, &elb.CreateTargetGroupInput{
		Name: aws.String("web"), Protocol: elbs.ProtocolEnumHttp, Port: aws.Int32(80), VpcId: &n.vpc, HealthCheckPath: aws.String("/healthz"),
		Matcher: &elbs.Matcher{HttpCode: aws.String("200-299")},
	}, elbs.TargetDescription{Id: servers[0].InstanceId}, elbs.TargetDescription{Id: servers[1].InstanceId})
	must[*elb.ModifyTargetGroupAttributesOutput](t)(c.ModifyTargetGroupAttributes(ctx, &elb.ModifyTargetGroupAttributesInput{
		TargetGroupArn: &web, Attributes: []elbs.TargetGroupAttribute{
			{Key: aws.String("deregistration_delay.timeout_seconds"), Value: aws.String("30")},
			{Key: aws.String("slow_start.duration_seconds"), Value: aws.String("60")},
		},
	}))
	api := seedGroup(ctx, t, c, &elb.CreateTargetGroupInput{
		Name: aws.String("api"), Protocol: elbs.ProtocolEnumHttp, Port: aws.Int32(8080), VpcId: &n.vpc, TargetType: elbs.TargetTypeEnumIp,
	}, elbs.TargetDescription{Id: aws.String("10.0.1.17"), Port: aws.Int32(8080)})
	shop := must[*elb.CreateLoadBalancerOutput](t)(c.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{
		Name: aws.String("shop"), Subnets: n.public, Type: elbs.LoadBalancerTypeEnumApplication, Scheme: elbs.LoadBalancerSchemeEnumInternetFacing,
		Tags: []elbs.Tag{{Key: aws.String("tier"), Value: aws.String("web")}},
	})).LoadBalancers[0]
	must[*elb.ModifyLoadBalancerAttributesOutput](t)(c.ModifyLoadBalancerAttributes(ctx, &elb.ModifyLoadBalancerAttributesInput{
		LoadBalancerArn: shop.LoadBalancerArn, Attributes: []elbs.LoadBalancerAttribute{
			{Key: aws.String("idle_timeout.timeout_seconds"), Value: aws.String("600")},
			{Key: aws.String("deletion_protection.enabled"), Value: aws.String("true")},
		},
	}))
	listener := must[*elb.CreateListenerOutput](t)(c.CreateListener(ctx, &elb.CreateListenerInput{
		LoadBalancerArn: shop.LoadBalancerArn, Protocol: elbs.ProtocolEnumHttp, Port: aws.Int32(80),
		DefaultActions: []elbs.Action{{Type: elbs.ActionTypeEnumForward, TargetGroupArn: &web}},
	})).Listeners[0]
	must[*elb.CreateRuleOutput](t)(c.CreateRule(ctx, &elb.CreateRuleInput{
		ListenerArn: listener.ListenerArn, Priority: aws.Int32(10),
		Conditions: []elbs.RuleCondition{{Field: aws.String("path-pattern"), Values: []string{"/api/*"}}},
		Actions: []elbs.Action{{Type: elbs.ActionTypeEnumForward, ForwardConfig: &elbs.ForwardActionConfig{TargetGroups: []elbs.TargetGroupTuple{
			{TargetGroupArn: &api, Weight: aws.Int32(90)}, {TargetGroupArn: &web, Weight: aws.Int32(10)},
		}}}},
	}))
	must[*elb.CreateRuleOutput](t)(c.CreateRule(ctx, &elb.CreateRuleInput{
		ListenerArn: listener.ListenerArn, Priority: aws.Int32(20),
		Conditions: []elbs.RuleCondition{{Field: aws.String("path-pattern"), Values: []string{"/gone"}}},
		Actions: []elbs.Action{{Type: elbs.ActionTypeEnumFixedResponse, FixedResponseConfig: &elbs.FixedResponseActionConfig{
			StatusCode: aws.String("410"), MessageBody: aws.String("planted-secret"),
		}}},
	}))
	seedNLB(ctx, t, net, c, n)
}

func seedNLB(ctx context.Context, t *testing.T, net *ec2.Client, c *elb.Client, n testNetwork) {
	t.Helper()
	var mappings []elbs.SubnetMapping
	for i := range n.public {
		address := must[*ec2.AllocateAddressOutput](t)(net.AllocateAddress(ctx, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc}))
		mappings = append(mappings, elbs.SubnetMapping{SubnetId: &n.public[i], AllocationId: address.AllocationId})
	}
	must[*elb.CreateLoadBalancerOutput](t)(c.CreateLoadBalancer(ctx, &elb.CreateLoadBalancerInput{
		Name: aws.String("ingest"), SubnetMappings: mappings, Type: elbs.LoadBalancerTypeEnumNetwork, Scheme: elbs.LoadBalancerSchemeEnumInternal,
	}))
}

func seedGroup(ctx context.Context, t *testing.T, c *elb.Client, in *elb.CreateTargetGroupInput, targets ...elbs.TargetDescription) string {
	t.Helper()
	arn := *must[*elb.CreateTargetGroupOutput](t)(c.CreateTargetGroup(ctx, in)).TargetGroups[0].TargetGroupArn
	must[*elb.RegisterTargetsOutput](t)(c.RegisterTargets(ctx, &elb.RegisterTargetsInput{TargetGroupArn: &arn, Targets: targets}))
	return arn
}

func TestClassicELB(t *testing.T) {
	s := &scenario{service: classicService(), seed: seedClassic}
	s.run(t, "moto")
}

func seedClassic(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	net, c := ec2.NewFromConfig(cfg), classic.NewFromConfig(cfg)
	n := seedNetwork(ctx, t, net)
	server := must[*ec2.RunInstancesOutput](t)(net.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(1), MaxCount: aws.Int32(1), SubnetId: &n.private[0],
	})).Instances[0]
	must[*classic.CreateLoadBalancerOutput](t)(c.CreateLoadBalancer(ctx, &classic.CreateLoadBalancerInput{
		LoadBalancerName: aws.String("legacy"), Subnets: n.public, Tags: []classics.Tag{{Key: aws.String("tier"), Value: aws.String("web")}},
		Listeners: []classics.Listener{{Protocol: aws.String("HTTP"), LoadBalancerPort: 80, InstancePort: aws.Int32(8080), InstanceProtocol: aws.String("HTTP")}},
	}))
	must[*classic.CreateLoadBalancerOutput](t)(c.CreateLoadBalancer(ctx, &classic.CreateLoadBalancerInput{
		LoadBalancerName: aws.String("older"), AvailabilityZones: []string{testRegion + "a"}, Scheme: aws.String("internal"),
		Listeners: []classics.Listener{{Protocol: aws.String("TCP"), LoadBalancerPort: 25, InstancePort: aws.Int32(25)}},
	}))
	must[*classic.ConfigureHealthCheckOutput](t)(c.ConfigureHealthCheck(ctx, &classic.ConfigureHealthCheckInput{
		LoadBalancerName: aws.String("legacy"), HealthCheck: &classics.HealthCheck{
			Target: aws.String("HTTP:8080/health"), Interval: aws.Int32(10), Timeout: aws.Int32(5), HealthyThreshold: aws.Int32(2), UnhealthyThreshold: aws.Int32(3),
		},
	}))
	must[*classic.RegisterInstancesWithLoadBalancerOutput](t)(c.RegisterInstancesWithLoadBalancer(ctx, &classic.RegisterInstancesWithLoadBalancerInput{
		LoadBalancerName: aws.String("legacy"), Instances: []classics.Instance{{InstanceId: server.InstanceId}},
	}))
	must[*classic.ModifyLoadBalancerAttributesOutput](t)(c.ModifyLoadBalancerAttributes(ctx, &classic.ModifyLoadBalancerAttributesInput{
		LoadBalancerName: aws.String("legacy"), LoadBalancerAttributes: &classics.LoadBalancerAttributes{
			CrossZoneLoadBalancing: &classics.CrossZoneLoadBalancing{Enabled: true},
			ConnectionDraining:     &classics.ConnectionDraining{Enabled: true, Timeout: aws.Int32(120)},
		},
	}))
}
