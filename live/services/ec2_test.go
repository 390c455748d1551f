package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func TestEC2(t *testing.T) {
	s := &scenario{service: ec2Service(), seed: seedEC2, mask: ec2Masks(), unordered: true}
	s.run(t, "moto")
}

// ec2Masks are what moto makes up beside the usual IDs.
func ec2Masks() []string {
	return []string{`\b127\.\d+\.\d+\.\d+\b`, `\bip-[0-9-]+\.`, `\bec2-[0-9-]+\.`, `\bfleet-[0-9a-f-]+`, `\btgw-attach-[0-9a-f]+`}
}

// testNetwork is a VPC of two zones: a public and a private subnet in each.
type testNetwork struct {
	vpc, gateway    string
	public, private []string
}

func seedNetwork(ctx context.Context, t *testing.T, c *ec2.Client) testNetwork {
	t.Helper()
	var n testNetwork
	n.vpc = *must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	must[*ec2.ModifyVpcAttributeOutput](t)(c.ModifyVpcAttribute(ctx, &ec2.ModifyVpcAttributeInput{
		VpcId: &n.vpc, EnableDnsHostnames: &types.AttributeBooleanValue{Value: aws.Bool(true)},
	}))
	for i, zone := range []string{"a", "b"} {
		for j, list := range []*[]string{&n.public, &n.private} {
			out := must[*ec2.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &ec2.CreateSubnetInput{
				VpcId: &n.vpc, AvailabilityZone: aws.String(testRegion + zone), CidrBlock: aws.String("10.0." + string(rune('0'+2*i+j)) + ".0/24"),
			}))
			*list = append(*list, *out.Subnet.SubnetId)
		}
	}
	n.gateway = *must[*ec2.CreateInternetGatewayOutput](t)(c.CreateInternetGateway(ctx, &ec2.CreateInternetGatewayInput{})).InternetGateway.InternetGatewayId
	must[*ec2.AttachInternetGatewayOutput](t)(c.AttachInternetGateway(ctx, &ec2.AttachInternetGatewayInput{VpcId: &n.vpc, InternetGatewayId: &n.gateway}))
	return n
}

// seedEC2 makes the public subnets use the main table and the private ones another, which
// leads out through one NAT gateway; instances that stand alone, one that a group starts,
// and volumes of every kind.
func seedEC2(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := ec2.NewFromConfig(cfg)
	n := seedNetwork(ctx, t, c)
	seedRoutes(ctx, t, c, n)
	seedLinks(ctx, t, c, n)
	seedInstances(ctx, t, cfg, n)
}

func seedRoutes(ctx context.Context, t *testing.T, c *ec2.Client, n testNetwork) {
	t.Helper()
	tables := must[*ec2.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{
		Filters: []types.Filter{{Name: aws.String("vpc-id"), Values: []string{n.vpc}}},
	}))
	must[*ec2.CreateRouteOutput](t)(c.CreateRoute(ctx, &ec2.CreateRouteInput{
		RouteTableId: tables.RouteTables[0].RouteTableId, DestinationCidrBlock: aws.String("0.0.0.0/0"), GatewayId: &n.gateway,
	}))
	address := must[*ec2.AllocateAddressOutput](t)(c.AllocateAddress(ctx, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc}))
	nat := must[*ec2.CreateNatGatewayOutput](t)(c.CreateNatGateway(ctx, &ec2.CreateNatGatewayInput{
		SubnetId: &n.public[0], AllocationId: address.AllocationId,
	})).NatGateway
	gone := must[*ec2.CreateNatGatewayOutput](t)(c.CreateNatGateway(ctx, &ec2.CreateNatGatewayInput{
		SubnetId: &n.public[1], ConnectivityType: types.ConnectivityTypePrivate,
	})).NatGateway
	must[*ec2.DeleteNatGatewayOutput](t)(c.DeleteNatGateway(ctx, &ec2.DeleteNatGatewayInput{NatGatewayId: gone.NatGatewayId}))
	private := must[*ec2.CreateRouteTableOutput](t)(c.CreateRouteTable(ctx, &ec2.CreateRouteTableInput{VpcId: &n.vpc})).RouteTable
	must[*ec2.CreateRouteOutput](t)(c.CreateRoute(ctx, &ec2.CreateRouteInput{
		RouteTableId: private.RouteTableId, DestinationCidrBlock: aws.String("0.0.0.0/0"), NatGatewayId: nat.NatGatewayId,
	}))
	for _, subnet := range n.private {
		must[*ec2.AssociateRouteTableOutput](t)(c.AssociateRouteTable(ctx, &ec2.AssociateRouteTableInput{
			RouteTableId: private.RouteTableId, SubnetId: aws.String(subnet),
		}))
	}
	must[*ec2.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{
		VpcId: &n.vpc, ServiceName: aws.String("com.amazonaws.eu-west-1.s3"), VpcEndpointType: types.VpcEndpointTypeGateway,
		RouteTableIds: []string{*private.RouteTableId},
	}))
	must[*ec2.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{
		VpcId: &n.vpc, ServiceName: aws.String("com.amazonaws.eu-west-1.sqs"), VpcEndpointType: types.VpcEndpointTypeInterface, SubnetIds: n.private[:1],
	}))
}

func seedLinks(ctx context.Context, t *testing.T, c *ec2.Client, n testNetwork) {
	t.Helper()
	other := must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.1.0.0/16")})).Vpc
	must[*ec2.CreateVpcPeeringConnectionOutput](t)(c.CreateVpcPeeringConnection(ctx, &ec2.CreateVpcPeeringConnectionInput{
		VpcId: &n.vpc, PeerVpcId: other.VpcId,
	}))
	transit := must[*ec2.CreateTransitGatewayOutput](t)(c.CreateTransitGateway(ctx, &ec2.CreateTransitGatewayInput{
		Options: &types.TransitGatewayRequestOptions{AmazonSideAsn: aws.Int64(64513), VpnEcmpSupport: types.VpnEcmpSupportValueDisable},
	})).TransitGateway
	must[*ec2.CreateTransitGatewayVpcAttachmentOutput](t)(c.CreateTransitGatewayVpcAttachment(ctx, &ec2.CreateTransitGatewayVpcAttachmentInput{
		TransitGatewayId: transit.TransitGatewayId, VpcId: &n.vpc, SubnetIds: n.private,
		Options: &types.CreateTransitGatewayVpcAttachmentRequestOptions{ApplianceModeSupport: types.ApplianceModeSupportValueEnable},
	}))
	device := must[*ec2.CreateCustomerGatewayOutput](t)(c.CreateCustomerGateway(ctx, &ec2.CreateCustomerGatewayInput{
		Type: types.GatewayTypeIpsec1, BgpAsn: aws.Int32(65000), IpAddress: aws.String("203.0.113.12"),
	})).CustomerGateway
	gateway := must[*ec2.CreateVpnGatewayOutput](t)(c.CreateVpnGateway(ctx, &ec2.CreateVpnGatewayInput{Type: types.GatewayTypeIpsec1})).VpnGateway
	must[*ec2.AttachVpnGatewayOutput](t)(c.AttachVpnGateway(ctx, &ec2.AttachVpnGatewayInput{VpnGatewayId: gateway.VpnGatewayId, VpcId: &n.vpc}))
	must[*ec2.CreateVpnConnectionOutput](t)(c.CreateVpnConnection(ctx, &ec2.CreateVpnConnectionInput{
		Type: aws.String("ipsec.1"), CustomerGatewayId: device.CustomerGatewayId, VpnGatewayId: gateway.VpnGatewayId,
		Options: &types.VpnConnectionOptionsSpecification{TunnelOptions: []types.VpnTunnelOptionsSpecification{
			{PreSharedKey: aws.String("planted_secret_1")}, {PreSharedKey: aws.String("planted_secret_2")},
		}},
	}))
}

func seedInstances(ctx context.Context, t *testing.T, cfg aws.Config, n testNetwork) {
	t.Helper()
	c := ec2.NewFromConfig(cfg)
	template := must[*ec2.CreateLaunchTemplateOutput](t)(c.CreateLaunchTemplate(ctx, &ec2.CreateLaunchTemplateInput{
		LaunchTemplateName: aws.String("web"), LaunchTemplateData: &types.RequestLaunchTemplateData{
			ImageId: aws.String("ami-12c6146b"), InstanceType: types.InstanceTypeT3Micro, UserData: aws.String("cGxhbnRlZC1zZWNyZXQ="),
		},
	})).LaunchTemplate
	must[*ec2.CreateLaunchTemplateVersionOutput](t)(c.CreateLaunchTemplateVersion(ctx, &ec2.CreateLaunchTemplateVersionInput{
		LaunchTemplateId: template.LaunchTemplateId, LaunchTemplateData: &types.RequestLaunchTemplateData{
			ImageId: aws.String("ami-12c6146b"), InstanceType: types.InstanceTypeT3Small, UserData: aws.String("cGxhbnRlZC1zZWNyZXQ="),
		},
	}))
	alone := must[*ec2.RunInstancesOutput](t)(c.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), InstanceType: types.InstanceTypeM5Large, MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		SubnetId: &n.private[0], UserData: aws.String("cGxhbnRlZC1zZWNyZXQ="),
		TagSpecifications: []types.TagSpecification{{
			ResourceType: types.ResourceTypeInstance, Tags: []types.Tag{{Key: aws.String("Name"), Value: aws.String("ledger")}},
		}},
	})).Instances[0]
	router := must[*ec2.RunInstancesOutput](t)(c.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), InstanceType: types.InstanceTypeM5Large, MinCount: aws.Int32(1), MaxCount: aws.Int32(1),
		SubnetId: &n.public[1],
	})).Instances[0]
	must[*ec2.ModifyInstanceAttributeOutput](t)(c.ModifyInstanceAttribute(ctx, &ec2.ModifyInstanceAttributeInput{
		InstanceId: router.InstanceId, SourceDestCheck: &types.AttributeBooleanValue{Value: aws.Bool(false)},
	}))
	ended := must[*ec2.RunInstancesOutput](t)(c.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: aws.String("ami-12c6146b"), MinCount: aws.Int32(1), MaxCount: aws.Int32(1), SubnetId: &n.public[1],
	})).Instances[0]
	must[*ec2.TerminateInstancesOutput](t)(c.TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: []string{*ended.InstanceId}}))
	address := must[*ec2.AllocateAddressOutput](t)(c.AllocateAddress(ctx, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc}))
	must[*ec2.AssociateAddressOutput](t)(c.AssociateAddress(ctx, &ec2.AssociateAddressInput{
		AllocationId: address.AllocationId, InstanceId: alone.InstanceId,
	}))
	disk := must[*ec2.CreateVolumeOutput](t)(c.CreateVolume(ctx, &ec2.CreateVolumeInput{
		AvailabilityZone: aws.String(testRegion + "a"), Size: aws.Int32(100), VolumeType: types.VolumeTypeGp3, Encrypted: aws.Bool(true),
	}))
	must[*ec2.AttachVolumeOutput](t)(c.AttachVolume(ctx, &ec2.AttachVolumeInput{
		VolumeId: disk.VolumeId, InstanceId: alone.InstanceId, Device: aws.String("/dev/sdf"),
	}))
	// moto cannot start instances of a group from a template with user data.
	bare := must[*ec2.CreateLaunchTemplateOutput](t)(c.CreateLaunchTemplate(ctx, &ec2.CreateLaunchTemplateInput{
		LaunchTemplateName: aws.String("bare"), LaunchTemplateData: &types.RequestLaunchTemplateData{ImageId: aws.String("ami-12c6146b")},
	})).LaunchTemplate
	must[*autoscaling.CreateAutoScalingGroupOutput](t)(autoscaling.NewFromConfig(cfg).CreateAutoScalingGroup(ctx, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("web"), MinSize: aws.Int32(2), MaxSize: aws.Int32(4), VPCZoneIdentifier: aws.String(n.private[0] + "," + n.private[1]),
		LaunchTemplate: &scaling.LaunchTemplateSpecification{LaunchTemplateId: bare.LaunchTemplateId, Version: aws.String("$Latest")},
	}))
	must[*ec2.RequestSpotFleetOutput](t)(c.RequestSpotFleet(ctx, &ec2.RequestSpotFleetInput{SpotFleetRequestConfig: &types.SpotFleetRequestConfigData{
		IamFleetRole: aws.String("arn:aws:iam::123456789012:role/fleet"), TargetCapacity: aws.Int32(1), AllocationStrategy: types.AllocationStrategyDiversified,
		LaunchSpecifications: []types.SpotFleetLaunchSpecification{{
			ImageId: aws.String("ami-12c6146b"), InstanceType: types.InstanceTypeM5Large, SubnetId: &n.private[0],
			UserData: aws.String("cGxhbnRlZC1zZWNyZXQ="),
		}},
	}}))
	must[*ec2.CreateFleetOutput](t)(c.CreateFleet(ctx, &ec2.CreateFleetInput{
		Type: types.FleetTypeMaintain, TargetCapacitySpecification: &types.TargetCapacitySpecificationRequest{
			TotalTargetCapacity: aws.Int32(1), DefaultTargetCapacityType: types.DefaultTargetCapacityTypeOnDemand,
			OnDemandTargetCapacity: aws.Int32(1), SpotTargetCapacity: aws.Int32(0),
		},
		LaunchTemplateConfigs: []types.FleetLaunchTemplateConfigRequest{{
			LaunchTemplateSpecification: &types.FleetLaunchTemplateSpecificationRequest{LaunchTemplateId: template.LaunchTemplateId, Version: aws.String("1")},
			Overrides:                   []types.FleetLaunchTemplateOverridesRequest{{SubnetId: &n.private[1]}},
		}},
	}))
}
