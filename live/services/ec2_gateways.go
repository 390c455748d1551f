package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Endpoints reads what leads to services without the internet, and peerings. Both ends
// of a peering record it, each in its own account and region.
func ec2Endpoints(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	collect.Pages(ctx, u, ec2.NewDescribeVpcEndpointsPaginator(c, &ec2.DescribeVpcEndpointsInput{}), []string{"AWS::EC2::VPCEndpoint"},
		func(page *ec2.DescribeVpcEndpointsOutput) {
			for i := range page.VpcEndpoints {
				if o := collect.Answer(page.VpcEndpoints[i]); !goneState(o.Text("State")) {
					ec2Add(u, "VPCEndpoint", "vpc-endpoint", o.Text("VpcEndpointId"), o)
				}
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeVpcEndpointServiceConfigurationsPaginator(c, &ec2.DescribeVpcEndpointServiceConfigurationsInput{}),
		[]string{"AWS::EC2::VPCEndpointService"},
		func(page *ec2.DescribeVpcEndpointServiceConfigurationsOutput) {
			for i := range page.ServiceConfigurations {
				if o := collect.Answer(page.ServiceConfigurations[i]); !goneState(o.Text("ServiceState")) {
					ec2Add(u, "VPCEndpointService", "vpc-endpoint-service", o.Text("ServiceId"), o)
				}
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeVpcPeeringConnectionsPaginator(c, &ec2.DescribeVpcPeeringConnectionsInput{}),
		[]string{"AWS::EC2::VPCPeeringConnection"},
		func(page *ec2.DescribeVpcPeeringConnectionsOutput) {
			for i := range page.VpcPeeringConnections {
				o := collect.Answer(page.VpcPeeringConnections[i])
				if goneState(o.Text("Status.Code")) {
					continue
				}
				o.Rename(
					"RequesterVpcInfo.VpcId", "VpcId",
					"AccepterVpcInfo.VpcId", "PeerVpcId",
					"AccepterVpcInfo.OwnerId", "PeerOwnerId",
					"AccepterVpcInfo.Region", "PeerRegion",
				)
				ec2Add(u, "VPCPeeringConnection", "vpc-peering-connection", o.Text("VpcPeeringConnectionId"), o)
			}
		})
}

// ec2Transit reads transit gateways and the attachments of the account's own VPCs: the
// owner of a gateway also sees those of others, whose subnets it cannot see.
func ec2Transit(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	collect.Pages(ctx, u, ec2.NewDescribeTransitGatewaysPaginator(c, &ec2.DescribeTransitGatewaysInput{}), []string{"AWS::EC2::TransitGateway"},
		func(page *ec2.DescribeTransitGatewaysOutput) {
			for i := range page.TransitGateways {
				o := collect.Answer(page.TransitGateways[i])
				if goneState(o.Text("State")) {
					continue
				}
				for _, name := range []string{
					"AmazonSideAsn", "AutoAcceptSharedAttachments", "DefaultRouteTableAssociation", "DefaultRouteTablePropagation", "VpnEcmpSupport",
				} {
					o.Rename("Options."+name, name)
				}
				o.Take("TransitGatewayArn") // the owner's
				ec2Add(u, "TransitGateway", "transit-gateway", o.Text("TransitGatewayId"), o)
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeTransitGatewayVpcAttachmentsPaginator(c, &ec2.DescribeTransitGatewayVpcAttachmentsInput{}),
		[]string{"AWS::EC2::TransitGatewayVpcAttachment"},
		func(page *ec2.DescribeTransitGatewayVpcAttachmentsOutput) {
			for i := range page.TransitGatewayVpcAttachments {
				o := collect.Answer(page.TransitGatewayVpcAttachments[i])
				if owner := o.Text("VpcOwnerId"); goneState(o.Text("State")) || owner != "" && owner != u.Account {
					continue
				}
				ec2Add(u, "TransitGatewayVpcAttachment", "transit-gateway-attachment", o.Text("TransitGatewayAttachmentId"), o)
			}
		})
}

// ec2VPN reads Site-to-Site VPN. The answers hold pre-shared keys, in the options of the
// tunnels and in the configuration for the customer's device: neither is taken along.
func ec2VPN(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	if out, ok := collect.Ask(ctx, u, c.DescribeCustomerGateways, &ec2.DescribeCustomerGatewaysInput{}, "AWS::EC2::CustomerGateway"); ok {
		for i := range out.CustomerGateways {
			if o := collect.Answer(out.CustomerGateways[i]); !goneState(o.Text("State")) {
				ec2Add(u, "CustomerGateway", "customer-gateway", o.Text("CustomerGatewayId"), o)
			}
		}
	}
	if out, ok := collect.Ask(ctx, u, c.DescribeVpnGateways, &ec2.DescribeVpnGatewaysInput{},
		"AWS::EC2::VPNGateway", "AWS::EC2::VPCGatewayAttachment"); ok {
		for i := range out.VpnGateways {
			o := collect.Answer(out.VpnGateways[i])
			if goneState(o.Text("State")) {
				continue
			}
			id := o.Text("VpnGatewayId")
			ec2Add(u, "VPNGateway", "vpn-gateway", id, o)
			ec2GatewayAttachments(u, "VGW", "VpnGatewayId", id, o.List("VpcAttachments"))
		}
	}
	if out, ok := collect.Ask(ctx, u, c.DescribeVpnConnections, &ec2.DescribeVpnConnectionsInput{}, "AWS::EC2::VPNConnection"); ok {
		for i := range out.VpnConnections {
			ec2VPNConnection(u, collect.Answer(out.VpnConnections[i]))
		}
	}
}

func ec2VPNConnection(u *collect.Unit, o collect.Object) {
	if goneState(o.Text("State")) {
		return
	}
	var tunnels []any
	for _, t := range o.List("Options.TunnelOptions") {
		tunnel := collect.Object{}
		tunnel.Set("DPDTimeoutAction", t.Text("DpdTimeoutAction"))
		tunnel.Set("StartupAction", t.Text("StartupAction"))
		tunnels = append(tunnels, map[string]any(tunnel))
	}
	if tunnels != nil {
		o.Set("VpnTunnelOptionsSpecifications", tunnels)
	}
	o.Rename("Options.StaticRoutesOnly", "StaticRoutesOnly")
	ec2Add(u, "VPNConnection", "vpn-connection", o.Text("VpnConnectionId"), o)
}
