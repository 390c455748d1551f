package services

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolvertypes "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
	"github.com/google/go-cmp/cmp"
)

func TestRoute53(t *testing.T) {
	s := &scenario{service: route53Service(), seed: seedRoute53}
	s.run(t, "moto")
}

func seedRoute53(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	fixRandom(ctx, t, cfg)
	c, net := route53.NewFromConfig(cfg), ec2.NewFromConfig(cfg)
	check := must[*route53.CreateHealthCheckOutput](t)(c.CreateHealthCheck(ctx, &route53.CreateHealthCheckInput{
		CallerReference: aws.String("check"), HealthCheckConfig: &types.HealthCheckConfig{
			Type: types.HealthCheckTypeHttps, FullyQualifiedDomainName: aws.String("shop.example.com"), Port: aws.Int32(443),
			ResourcePath: aws.String("/healthz"), RequestInterval: aws.Int32(10), FailureThreshold: aws.Int32(2),
		},
	})).HealthCheck
	zone := must[*route53.CreateHostedZoneOutput](t)(c.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String("example.com"), CallerReference: aws.String("public"),
	})).HostedZone
	must[*route53.ChangeTagsForResourceOutput](t)(c.ChangeTagsForResource(ctx, &route53.ChangeTagsForResourceInput{
		ResourceType: types.TagResourceTypeHostedzone, ResourceId: aws.String(zoneID(*zone.Id)), AddTags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	vpc := must[*ec2.CreateVpcOutput](t)(net.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	must[*route53.CreateHostedZoneOutput](t)(c.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String("internal.example.com"), CallerReference: aws.String("private"), HostedZoneConfig: &types.HostedZoneConfig{PrivateZone: true},
		VPC: &types.VPC{VPCId: vpc, VPCRegion: types.VPCRegionEuWest1},
	}))
	balancer := func(name string) *types.AliasTarget {
		return &types.AliasTarget{DNSName: aws.String(name), HostedZoneId: aws.String("Z32O12XQLNTSW2"), EvaluateTargetHealth: true}
	}
	var changes []types.Change
	for _, r := range []types.ResourceRecordSet{
		{
			Name: aws.String("shop.example.com"), Type: types.RRTypeA, SetIdentifier: aws.String("first"), Failover: types.ResourceRecordSetFailoverPrimary,
			HealthCheckId: check.Id, AliasTarget: balancer("dualstack.Shop-1234567890.eu-west-1.elb.amazonaws.com."),
		},
		{
			Name: aws.String("shop.example.com"), Type: types.RRTypeA, SetIdentifier: aws.String("second"), Failover: types.ResourceRecordSetFailoverSecondary,
			AliasTarget: balancer("shop-2.eu-central-1.elb.amazonaws.com."),
		},
		{
			Name: aws.String("db.example.com"), Type: types.RRTypeCname, TTL: aws.Int64(60), SetIdentifier: aws.String("blue"), Weight: aws.Int64(90),
			ResourceRecords: []types.ResourceRecord{{Value: aws.String("orders.abc.eu-west-1.rds.amazonaws.com")}},
		},
		{
			Name: aws.String("*.example.com"), Type: types.RRTypeA, TTL: aws.Int64(300),
			ResourceRecords: []types.ResourceRecord{{Value: aws.String("198.51.100.7")}, {Value: aws.String("198.51.100.8")}},
		},
		{
			Name: aws.String("proof.example.com"), Type: types.RRTypeTxt, TTL: aws.Int64(300),
			ResourceRecords: []types.ResourceRecord{{Value: aws.String(`"planted-secret"`)}},
		},
	} {
		changes = append(changes, types.Change{Action: types.ChangeActionCreate, ResourceRecordSet: &r})
	}
	must[*route53.ChangeResourceRecordSetsOutput](t)(c.ChangeResourceRecordSets(ctx, &route53.ChangeResourceRecordSetsInput{
		HostedZoneId: zone.Id, ChangeBatch: &types.ChangeBatch{Changes: changes},
	}))
}

// fixRandom has moto make up the same IDs in every run, by which records are sorted.
func fixRandom(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, *cfg.BaseEndpoint+"/moto-api/seed?a=1", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

func TestRoute53Names(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{`\052.example.com.`: "*.example.com.", `a\\b`: `a\\b`, `x\1`: `x\1`, "plain": "plain", `\101\102`: "AB"} {
		if got := unescaped(name); got != want {
			t.Errorf("unescaped(%q) = %q, want %q", name, got, want)
		}
	}
	got := []string{
		aliasTarget("www.example.com.", "s3-website-eu-west-1.amazonaws.com."), aliasTarget("a", "s3-website.eu-central-1.amazonaws.com"),
		aliasTarget("a", "D111111abcdef8.cloudfront.net."), aliasTarget("a", "dualstack.Web-1.eu-west-1.elb.amazonaws.com"),
	}
	want := []string{"www.example.com.s3.amazonaws.com", "a.s3.amazonaws.com", "d111111abcdef8.cloudfront.net", "web-1.eu-west-1.elb.amazonaws.com"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRoute53Resolver(t *testing.T) {
	s := &scenario{service: route53resolverService(), seed: seedRoute53Resolver, mask: []string{`rslvr-in-[0-9a-f]+`}}
	s.run(t, "moto")
}

func seedRoute53Resolver(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, net := route53resolver.NewFromConfig(cfg), ec2.NewFromConfig(cfg)
	vpc := must[*ec2.CreateVpcOutput](t)(net.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	group := must[*ec2.CreateSecurityGroupOutput](t)(net.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("dns"), Description: aws.String("dns"), VpcId: vpc,
	})).GroupId
	var addresses []resolvertypes.IpAddressRequest
	for i, zone := range []string{"a", "b"} {
		block := fmt.Sprintf("10.0.%d.", i)
		subnet := must[*ec2.CreateSubnetOutput](t)(net.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: vpc, CidrBlock: aws.String(block + "0/24"), AvailabilityZone: aws.String("eu-west-1" + zone),
		}))
		addresses = append(addresses, resolvertypes.IpAddressRequest{SubnetId: subnet.Subnet.SubnetId, Ip: aws.String(block + "10")})
	}
	must[*route53resolver.CreateResolverEndpointOutput](t)(c.CreateResolverEndpoint(ctx, &route53resolver.CreateResolverEndpointInput{
		CreatorRequestId: aws.String("dns"), Name: aws.String("dns"), Direction: resolvertypes.ResolverEndpointDirectionInbound, SecurityGroupIds: []string{*group},
		IpAddresses: addresses, Tags: []resolvertypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
}
