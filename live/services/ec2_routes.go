package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2RouteTables reads route tables with their routes and associations. The table that a
// VPC uses for subnets without an association is a property of the VPC, as the catalog
// has it; an association is recorded only where somebody made one.
func ec2RouteTables(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	collect.Pages(ctx, u, ec2.NewDescribeRouteTablesPaginator(c, &ec2.DescribeRouteTablesInput{}),
		[]string{
			"AWS::EC2::RouteTable", "AWS::EC2::Route", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::GatewayRouteTableAssociation",
		},
		func(page *ec2.DescribeRouteTablesOutput) {
			for i := range page.RouteTables {
				o := collect.Answer(page.RouteTables[i])
				id := o.Text("RouteTableId")
				ec2Add(u, "RouteTable", "route-table", id, o)
				for _, r := range o.List("Routes") {
					ec2Route(u, id, r)
				}
				for _, a := range o.List("Associations") {
					ec2Association(u, o.Text("VpcId"), a)
				}
			}
		})
}

// ec2Route records a route that somebody made. The local one is in every table, propagated
// ones come and go with the VPN, and those to a gateway endpoint are the endpoint's.
func ec2Route(u *collect.Unit, table string, o collect.Object) {
	gateway := o.Text("GatewayId")
	toService := o.Text("DestinationPrefixListId") != "" && strings.HasPrefix(gateway, "vpce-")
	if gateway == "local" || o.Text("Origin") == "EnableVgwRoutePropagation" || toService {
		return
	}
	if strings.HasPrefix(gateway, "vpce-") { // of a Gateway Load Balancer
		o.Rename("GatewayId", "VpcEndpointId")
	}
	if o.Text("InstanceId") != "" {
		o.Take("NetworkInterfaceId") // that of the instance
	}
	o.Set("RouteTableId", table)
	to := o.Text("DestinationCidrBlock") + o.Text("DestinationIpv6CidrBlock") + o.Text("DestinationPrefixListId")
	u.Add(collect.Found{Type: "AWS::EC2::Route", Ref: table + "|" + to, ARN: u.ARN("ec2", "route-table/"+table+"/route/"+to), Properties: o})
}

func ec2Association(u *collect.Unit, vpc string, o collect.Object) {
	id := o.Text("RouteTableAssociationId")
	switch {
	case goneState(o.Text("AssociationState.State")):
	case o.Get("Main") == true:
		u.Extend(u.ARN("ec2", "vpc/"+vpc), collect.Object{"MainRouteTableId": o.Text("RouteTableId")})
	case o.Text("SubnetId") != "":
		ec2Add(u, "SubnetRouteTableAssociation", "route-table-association", id, o)
	case o.Text("GatewayId") != "":
		ec2Add(u, "GatewayRouteTableAssociation", "route-table-association", id, o)
	}
}

// ec2Exits reads the ways from a VPC to the internet.
func ec2Exits(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	collect.Pages(ctx, u, ec2.NewDescribeNatGatewaysPaginator(c, &ec2.DescribeNatGatewaysInput{}), []string{"AWS::EC2::NatGateway"},
		func(page *ec2.DescribeNatGatewaysOutput) {
			for i := range page.NatGateways {
				ec2NAT(u, collect.Answer(page.NatGateways[i]))
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeInternetGatewaysPaginator(c, &ec2.DescribeInternetGatewaysInput{}),
		[]string{"AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment"},
		func(page *ec2.DescribeInternetGatewaysOutput) {
			for i := range page.InternetGateways {
				o := collect.Answer(page.InternetGateways[i])
				id := o.Text("InternetGatewayId")
				ec2Add(u, "InternetGateway", "internet-gateway", id, o)
				ec2GatewayAttachments(u, "IGW", "InternetGatewayId", id, o.List("Attachments"))
			}
		})
	if out, ok := collect.Ask(ctx, u, c.DescribeAddresses, &ec2.DescribeAddressesInput{}, "AWS::EC2::EIP"); ok {
		for i := range out.Addresses {
			o := collect.Answer(out.Addresses[i])
			id := o.Text("AllocationId")
			if id == "" {
				id = o.Text("PublicIp") // of EC2-Classic
			}
			u.Add(collect.Found{Type: "AWS::EC2::EIP", Ref: o.Text("PublicIp"), ARN: u.ARN("ec2", "elastic-ip/"+id), Properties: o})
		}
	}
}

// ec2NAT records a NAT gateway: the address of a zonal one, or those of a regional one by zone.
func ec2NAT(u *collect.Unit, o collect.Object) {
	if goneState(o.Text("State")) {
		return
	}
	var zones []any
	byZone := map[string]collect.Object{}
	for _, a := range o.List("NatGatewayAddresses") {
		switch zone := a.Text("AvailabilityZone"); {
		case o.Text("AvailabilityMode") != "regional":
			if a.Get("IsPrimary") != false && o.Get("AllocationId") == nil {
				o.Set("AllocationId", a.Text("AllocationId"))
			}
		case byZone[zone] == nil:
			byZone[zone] = collect.Object{"AllocationIds": []any{}}
			byZone[zone].Set("AvailabilityZone", zone)
			byZone[zone].Set("AvailabilityZoneId", a.Text("AvailabilityZoneId"))
			zones = append(zones, map[string]any(byZone[zone]))
			fallthrough
		default:
			if id := a.Text("AllocationId"); id != "" {
				ids, _ := byZone[zone]["AllocationIds"].([]any)
				byZone[zone]["AllocationIds"] = append(ids, id)
			}
		}
	}
	if zones != nil {
		o.Set("AvailabilityZoneAddresses", zones)
	}
	if o.Text("AvailabilityMode") != "regional" {
		o.Take("VpcId") // it is the subnet's; templates name it for regional ones only
	}
	ec2Add(u, "NatGateway", "natgateway", o.Text("NatGatewayId"), o)
}

// ec2GatewayAttachments records where an internet or virtual private gateway is attached.
func ec2GatewayAttachments(u *collect.Unit, kind, property, gateway string, attachments []collect.Object) {
	for _, a := range attachments {
		vpc := a.Text("VpcId")
		if vpc == "" || goneState(a.Text("State")) {
			continue
		}
		u.Add(collect.Found{
			Type: "AWS::EC2::VPCGatewayAttachment", Ref: kind + "|" + vpc, ARN: u.ARN("ec2", "vpc-gateway-attachment/"+gateway+"/"+vpc),
			Properties: collect.Object{property: gateway, "VpcId": vpc},
		})
	}
}
