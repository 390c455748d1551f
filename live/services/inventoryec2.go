package services

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/live/collect"
)

// inventoryEC2 are networks and instances. VPCs come before their route tables, which say
// which is the main one.
func inventoryEC2() []*inventoried {
	return []*inventoried{
		{typ: "AWS::EC2::VPC", ref: "VpcId", says: "CidrBlock"},
		{typ: "AWS::EC2::Subnet", ref: "SubnetId", says: "AvailabilityZone AvailabilityZoneId CidrBlock MapPublicIpOnLaunch VpcId"},
		{
			typ: "AWS::EC2::RouteTable", ref: "RouteTableId", says: "VpcId", shape: configRouteTable,
			more: []string{"AWS::EC2::Route", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::GatewayRouteTableAssociation"},
		},
		{
			typ: "AWS::EC2::InternetGateway", ref: "InternetGatewayId", says: "", more: []string{"AWS::EC2::VPCGatewayAttachment"},
			shape: func(i *configItem) string { return configAttachments(i, "InternetGateway", "IGW") },
		},
		{typ: "AWS::EC2::NatGateway", ref: "NatGatewayId", says: "AllocationId ConnectivityType SubnetId VpcId", shape: configNAT},
		{typ: "AWS::EC2::EIP", ref: "PublicIp", says: "AllocationId Domain InstanceId"},
		{typ: "AWS::EC2::SecurityGroup", ref: "GroupId", says: "GroupName VpcId"},
		{
			typ: "AWS::EC2::VPCEndpoint", ref: "VpcEndpointId", says: "Id RouteTableIds ServiceName SubnetIds VpcEndpointType VpcId",
			shape: func(i *configItem) string {
				i.o.Set("Id", i.o.Text("VpcEndpointId"))
				return living(i, "AWS::EC2::VPCEndpoint")
			},
		},
		{
			typ: "AWS::EC2::Instance", ref: "InstanceId", shape: configInstance,
			says: "AvailabilityZone EbsOptimized IamInstanceProfile ImageId InstanceType Monitoring NetworkInterfaces PlacementGroupName PrivateDnsName " +
				"PrivateIp PublicDnsName PublicIp SourceDestCheck SubnetId Tenancy Volumes",
		},
		{
			typ: "AWS::EC2::Volume", ref: "VolumeId", shape: configVolume, more: []string{"AWS::EC2::VolumeAttachment"},
			says: "AvailabilityZone Encrypted Iops KmsKeyId MultiAttachEnabled Size SnapshotId VolumeType DeletionPolicy",
		},
	}
}

// living is a type, or nothing for a resource that is shown for a while after its end.
func living(i *configItem, typ string) string {
	state := strings.ToLower(i.o.Text("State") + i.o.Text("State.Name"))
	for _, gone := range []string{"delet", "terminat", "shutting", "reject", "fail", "expired"} {
		if strings.Contains(state, gone) {
			return ""
		}
	}
	return typ
}

func configRouteTable(i *configItem) string {
	table := i.o.Text("RouteTableId")
	for _, route := range i.o.List("Routes") {
		gateway := route.Text("GatewayId")
		if gateway == "local" || route.Text("Origin") == "EnableVgwRoutePropagation" || route.Text("DestinationPrefixListId") != "" && strings.HasPrefix(gateway, "vpce-") {
			continue // in every table, of a VPN, and of an endpoint
		}
		if strings.HasPrefix(gateway, "vpce-") {
			route.Rename("GatewayId", "VpcEndpointId")
		}
		if route.Text("InstanceId") != "" {
			route.Take("NetworkInterfaceId")
		}
		route.Set("RouteTableId", table)
		to := route.Text("DestinationCidrBlock") + route.Text("DestinationIpv6CidrBlock") + route.Text("DestinationPrefixListId")
		i.record("AWS::EC2::Route", table+"|"+to, i.made("ec2", "route-table/"+table+"/route/"+to), route,
			"CarrierGatewayId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId EgressOnlyInternetGatewayId GatewayId InstanceId LocalGatewayId "+
				"NatGatewayId NetworkInterfaceId RouteTableId TransitGatewayId VpcEndpointId VpcPeeringConnectionId")
	}
	for _, a := range i.o.List("Associations") {
		id := a.Text("RouteTableAssociationId")
		a.Set("Id", id)
		arn := i.made("ec2", "route-table-association/"+id)
		switch {
		case a.Get("Main") == true:
			i.u.Extend(i.made("ec2", "vpc/"+i.o.Text("VpcId")), collect.Object{"MainRouteTableId": table})
		case a.Text("SubnetId") != "":
			i.record("AWS::EC2::SubnetRouteTableAssociation", id, arn, a, "RouteTableId SubnetId Id")
		case a.Text("GatewayId") != "":
			i.record("AWS::EC2::GatewayRouteTableAssociation", id, arn, a, "RouteTableId GatewayId Id")
		}
	}
	return "AWS::EC2::RouteTable"
}

// configAttachments adds where a gateway is attached.
func configAttachments(i *configItem, kind, prefix string) string {
	id := i.o.Text(kind + "Id")
	for _, a := range i.o.List("Attachments") {
		vpc := a.Text("VpcId")
		o := collect.Object{kind + "Id": id, "VpcId": vpc}
		i.record("AWS::EC2::VPCGatewayAttachment", prefix+"|"+vpc, i.made("ec2", "vpc-gateway-attachment/"+id+"/"+vpc), o, "InternetGatewayId VpcId VpnGatewayId")
	}
	return "AWS::EC2::" + kind
}

func configNAT(i *configItem) string {
	for _, a := range i.o.List("NatGatewayAddresses") {
		if a.Get("IsPrimary") != false && i.o["AllocationId"] == nil {
			i.o.Set("AllocationId", a.Text("AllocationId"))
		}
	}
	return living(i, "AWS::EC2::NatGateway")
}

func configInstance(i *configItem) string {
	i.o.Take("NetworkInterfaces") // the subnet is that of the first
	i.o.Take("IamInstanceProfile")
	i.o.Rename("Placement.AvailabilityZone", "AvailabilityZone", "Placement.Tenancy", "Tenancy", "Placement.GroupName", "PlacementGroupName",
		"PublicIpAddress", "PublicIp", "PrivateIpAddress", "PrivateIp")
	if state, ok := i.o.Take("Monitoring.State").(string); ok {
		i.o.Set("Monitoring", state == "enabled" || state == "pending")
	}
	tags := collect.Object{"Tags": i.tags}.List("Tags")
	if ec2Member(i.o, tags, fleetIDs{}) {
		return "" // its group or fleet stands for it
	}
	for _, tag := range tags {
		switch tag.Text("Key") {
		case "aws:ec2launchtemplate:id":
			i.o.Set("LaunchTemplate.LaunchTemplateId", tag.Text("Value"))
		case "aws:ec2launchtemplate:version":
			i.o.Set("LaunchTemplate.Version", tag.Text("Value"))
		}
	}
	return living(i, "AWS::EC2::Instance")
}

// configVolume adds a volume that somebody keeps: one that goes with its instance is part of that.
func configVolume(i *configItem) string {
	attachments := i.o.List("Attachments")
	if slices.ContainsFunc(attachments, func(a collect.Object) bool { return a.Get("DeleteOnTermination") == true }) {
		return ""
	}
	id := i.o.Text("VolumeId")
	for _, a := range attachments {
		instance := a.Text("InstanceId")
		i.record("AWS::EC2::VolumeAttachment", id+"|"+instance, i.made("ec2", "volume-attachment/"+id+"/"+instance), a, "Device InstanceId VolumeId")
	}
	return living(i, "AWS::EC2::Volume")
}
