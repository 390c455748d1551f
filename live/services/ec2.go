package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Service reads networks (ec2_routes.go, ec2_gateways.go), instances, volumes and
// launch templates (ec2_instances.go, ec2_volumes.go) and fleets (ec2_fleets.go).
//
// What another account shares (a VPC's subnets, a transit gateway) is recorded as the
// account sees it, under an ARN of the account's own: so IDs in its resources lead to
// it, also in a snapshot without the owner, and no ID is there twice in one with it.
func ec2Service() *collect.Service {
	return &collect.Service{
		Name: "ec2", SDK: "EC2",
		Calls: collect.Ops(
			"DescribeVpcs", "DescribeVpcAttribute", "DescribeSubnets", "DescribeRouteTables", "DescribeNatGateways", "DescribeAddresses",
			"DescribeInternetGateways", "DescribeVpcEndpoints", "DescribeVpcEndpointServiceConfigurations", "DescribeVpcPeeringConnections",
			"DescribeTransitGateways", "DescribeTransitGatewayVpcAttachments", "DescribeVpnConnections", "DescribeVpnGateways",
			"DescribeCustomerGateways", "DescribePlacementGroups", "DescribeInstances", "DescribeVolumes", "DescribeLaunchTemplates",
			"DescribeLaunchTemplateVersions", "DescribeFleets", "DescribeSpotFleetRequests",
			"DescribeSnapshots", "DescribeSecurityGroups",
		),
		Types: []string{
			"AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::Route", "AWS::EC2::SubnetRouteTableAssociation",
			"AWS::EC2::GatewayRouteTableAssociation", "AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EC2::InternetGateway",
			"AWS::EC2::VPCGatewayAttachment", "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCEndpointService", "AWS::EC2::VPCPeeringConnection",
			"AWS::EC2::TransitGateway", "AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::VPNConnection", "AWS::EC2::VPNGateway",
			"AWS::EC2::CustomerGateway", "AWS::EC2::PlacementGroup", "AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::EC2::VolumeAttachment",
			"AWS::EC2::LaunchTemplate", "AWS::EC2::EC2Fleet", "AWS::EC2::SpotFleet", "AWS::EC2::SecurityGroup",
			// What these say is in the address, and in the attachment of the VPC.
			"AWS::EC2::EIPAssociation", "AWS::EC2::TransitGatewayAttachment",
		},
		Read: readEC2,
	}
}

func readEC2(ctx context.Context, u *collect.Unit) {
	c := ec2.NewFromConfig(u.Config)
	ec2VPCs(ctx, u, c)
	collect.Pages(ctx, u, ec2.NewDescribeSubnetsPaginator(c, &ec2.DescribeSubnetsInput{}), []string{"AWS::EC2::Subnet"},
		func(page *ec2.DescribeSubnetsOutput) {
			for i := range page.Subnets {
				o := collect.Answer(page.Subnets[i])
				ec2Add(u, "Subnet", "subnet", o.Text("SubnetId"), o)
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeSecurityGroupsPaginator(c, &ec2.DescribeSecurityGroupsInput{}), []string{"AWS::EC2::SecurityGroup"},
		func(page *ec2.DescribeSecurityGroupsOutput) {
			for i := range page.SecurityGroups {
				o := collect.Answer(page.SecurityGroups[i])
				ec2Add(u, "SecurityGroup", "security-group", o.Text("GroupId"), o)
			}
		})
	ec2RouteTables(ctx, u, c)
	ec2Exits(ctx, u, c)
	ec2Endpoints(ctx, u, c)
	ec2Transit(ctx, u, c)
	ec2VPN(ctx, u, c)
	fleets := ec2Fleets(ctx, u, c)
	ec2Templates(ctx, u, c)
	ec2Volumes(ctx, u, c, ec2Instances(ctx, u, c, fleets))
}

// ec2Add records a resource of EC2, whose ARN has the pattern that nearly all have.
func ec2Add(u *collect.Unit, typ, kind, id string, o collect.Object) {
	u.Add(collect.Found{Type: "AWS::EC2::" + typ, Ref: id, ARN: u.ARN("ec2", kind+"/"+id), Properties: o})
}

// goneState reports whether a state is that of what no longer exists, or never came to be,
// and is only shown for a while.
func goneState(state string) bool {
	state = strings.ToLower(state)
	for _, word := range []string{"delet", "terminat", "shutting-down", "reject", "fail", "expired", "cancel", "disassociat", "detach"} {
		if strings.Contains(state, word) {
			return true
		}
	}
	return false
}

func ec2VPCs(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	var ids []string
	collect.Pages(ctx, u, ec2.NewDescribeVpcsPaginator(c, &ec2.DescribeVpcsInput{}), []string{"AWS::EC2::VPC"},
		func(page *ec2.DescribeVpcsOutput) {
			for i := range page.Vpcs {
				o := collect.Answer(page.Vpcs[i])
				ec2Add(u, "VPC", "vpc", o.Text("VpcId"), o)
				ids = append(ids, o.Text("VpcId"))
			}
		})
	for _, id := range ids {
		out, err := c.DescribeVpcAttribute(ctx, &ec2.DescribeVpcAttributeInput{VpcId: &id, Attribute: types.VpcAttributeNameEnableDnsHostnames})
		arn := u.ARN("ec2", "vpc/"+id)
		if u.Part(err, arn, []string{"EnableDnsHostnames"}, "InvalidVpcID.NotFound") && out.EnableDnsHostnames != nil {
			u.Extend(arn, collect.Object{"EnableDnsHostnames": collect.Answer(out).Get("EnableDnsHostnames.Value")})
		}
	}
}
