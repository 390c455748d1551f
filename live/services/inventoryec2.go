package services

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
			shape: func(i *configItem) string {
				ec2GatewayAttachments(i.u, "IGW", "InternetGatewayId", i.o.Text("InternetGatewayId"), i.o.List("Attachments"))
				return "AWS::EC2::InternetGateway"
			},
		},
		{typ: "AWS::EC2::NatGateway", ref: "NatGatewayId", says: "AllocationId ConnectivityType SubnetId VpcId", reader: func(i *configItem) { ec2NAT(i.u, i.o) }},
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
			typ: "AWS::EC2::Instance", ref: "InstanceId", reader: configInstance,
			says: "AvailabilityZone EbsOptimized IamInstanceProfile ImageId InstanceType Monitoring NetworkInterfaces PlacementGroupName PrivateDnsName " +
				"PrivateIp PublicDnsName PublicIp SourceDestCheck SubnetId Tenancy Volumes AutoRecovery BlockDeviceMappings UserData LaunchTemplate",
		},
		{
			typ: "AWS::EC2::Volume", ref: "VolumeId", reader: func(i *configItem) { ec2Volume(i.u, i.o, ec2Machines{}) }, more: []string{"AWS::EC2::VolumeAttachment"},
			says: "AvailabilityZone Encrypted Iops KmsKeyId MultiAttachEnabled Size SnapshotId VolumeType DeletionPolicy",
		},
	}
}

// living is a type, or nothing for a resource that is shown for a while after its end.
func living(i *configItem, typ string) string {
	if goneState(i.o.Text("State")) {
		return ""
	}
	return typ
}

func configRouteTable(i *configItem) string {
	table := i.o.Text("RouteTableId")
	for _, route := range i.o.List("Routes") {
		ec2Route(i.u, table, route)
	}
	for _, a := range i.o.List("Associations") {
		ec2Association(i.u, i.o.Text("VpcId"), a)
	}
	return "AWS::EC2::RouteTable"
}

// configInstance adds an instance, unless something that starts and replaces it stands
// for it. Fleets are kept by whoever asked for them.
func configInstance(i *configItem) {
	i.o["Tags"] = i.tags
	if !goneState(i.o.Text("State.Name")) && !ec2Member(i.o, i.o.List("Tags"), fleetIDs{}) {
		ec2Instance(i.u, i.o)
	}
}
