package services

import "testing"

// TestEC2Answers reads what emulators do not have: shared networks, regional NAT gateways,
// routes of other origins, members of node groups, keys in tunnels, parts that are denied.
func TestEC2Answers(t *testing.T) {
	t.Parallel()
	answered(t, ec2Service(), ec2Answers())
}

func ec2Answers() map[string]string {
	return map[string]string{
		"DescribeVpcs": `<vpcSet>
			<item><vpcId>vpc-0a1</vpcId><ownerId>123456789012</ownerId><cidrBlock>10.0.0.0/16</cidrBlock><state>available</state></item>
			<item><vpcId>vpc-0b2</vpcId><ownerId>999999999999</ownerId><cidrBlock>10.9.0.0/16</cidrBlock><state>available</state></item>
		</vpcSet>`,
		"DescribeVpcAttribute vpc-0a1": `<vpcId>vpc-0a1</vpcId><enableDnsHostnames><value>true</value></enableDnsHostnames>`,
		"DescribeVpcAttribute vpc-0b2": `!UnauthorizedOperation`,
		"DescribeSubnets": `<subnetSet>
			<item><subnetId>subnet-0a1</subnetId><vpcId>vpc-0a1</vpcId><availabilityZone>eu-west-1a</availabilityZone><ownerId>123456789012</ownerId>
				<subnetArn>arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-0a1</subnetArn></item>
			<item><subnetId>subnet-0b2</subnetId><vpcId>vpc-0b2</vpcId><availabilityZone>eu-west-1b</availabilityZone><ownerId>999999999999</ownerId>
				<subnetArn>arn:aws:ec2:eu-west-1:999999999999:subnet/subnet-0b2</subnetArn></item>
		</subnetSet>`,
		"DescribeRouteTables": `<routeTableSet><item><routeTableId>rtb-0a1</routeTableId><vpcId>vpc-0a1</vpcId>
			<routeSet>
				<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>
				<item><destinationCidrBlock>172.16.0.0/12</destinationCidrBlock><gatewayId>vgw-0a1</gatewayId><state>active</state><origin>EnableVgwRoutePropagation</origin></item>
				<item><destinationPrefixListId>pl-6da54004</destinationPrefixListId><gatewayId>vpce-0s3</gatewayId><state>active</state><origin>CreateRoute</origin></item>
				<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>vpce-0gwlb</gatewayId><state>active</state><origin>CreateRoute</origin></item>
				<item><destinationCidrBlock>10.8.0.0/16</destinationCidrBlock><instanceId>i-0router</instanceId><networkInterfaceId>eni-0r</networkInterfaceId><state>active</state><origin>CreateRoute</origin></item>
				<item><destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock><egressOnlyInternetGatewayId>eigw-0a1</egressOnlyInternetGatewayId><state>active</state><origin>CreateRoute</origin></item>
			</routeSet>
			<associationSet>
				<item><routeTableAssociationId>rtbassoc-0main</routeTableAssociationId><routeTableId>rtb-0a1</routeTableId><main>true</main><associationState><state>associated</state></associationState></item>
				<item><routeTableAssociationId>rtbassoc-0igw</routeTableAssociationId><routeTableId>rtb-0a1</routeTableId><gatewayId>igw-0a1</gatewayId><main>false</main><associationState><state>associated</state></associationState></item>
				<item><routeTableAssociationId>rtbassoc-0old</routeTableAssociationId><routeTableId>rtb-0a1</routeTableId><subnetId>subnet-0a1</subnetId><main>false</main><associationState><state>disassociated</state></associationState></item>
			</associationSet></item></routeTableSet>`,
		"DescribeNatGateways": `<natGatewaySet>
			<item><natGatewayId>nat-0r1</natGatewayId><vpcId>vpc-0a1</vpcId><state>available</state><connectivityType>public</connectivityType><availabilityMode>regional</availabilityMode>
				<natGatewayAddressSet>
					<item><allocationId>eipalloc-01</allocationId><availabilityZone>eu-west-1a</availabilityZone><isPrimary>true</isPrimary></item>
					<item><allocationId>eipalloc-02</allocationId><availabilityZone>eu-west-1a</availabilityZone><isPrimary>false</isPrimary></item>
					<item><allocationId>eipalloc-03</allocationId><availabilityZone>eu-west-1b</availabilityZone><isPrimary>true</isPrimary></item>
				</natGatewayAddressSet></item>
			<item><natGatewayId>nat-0z1</natGatewayId><vpcId>vpc-0a1</vpcId><subnetId>subnet-0a1</subnetId><state>available</state><connectivityType>public</connectivityType><availabilityMode>zonal</availabilityMode>
				<natGatewayAddressSet>
					<item><allocationId>eipalloc-05</allocationId><isPrimary>false</isPrimary></item>
					<item><allocationId>eipalloc-04</allocationId><isPrimary>true</isPrimary></item>
				</natGatewayAddressSet></item>
			<item><natGatewayId>nat-0gone</natGatewayId><state>deleted</state></item>
		</natGatewaySet>`,
		"DescribeVpcEndpoints": `<vpcEndpointSet>
			<item><vpcEndpointId>vpce-0old</vpcEndpointId><state>Deleted</state></item>
			<item><vpcEndpointId>vpce-0gwlb</vpcEndpointId><vpcEndpointType>GatewayLoadBalancer</vpcEndpointType><vpcId>vpc-0a1</vpcId><state>available</state>
				<serviceName>com.amazonaws.vpce.eu-west-1.vpce-svc-0a1</serviceName><subnetIdSet><item>subnet-0a1</item></subnetIdSet></item>
		</vpcEndpointSet>`,
		"DescribeVpcEndpointServiceConfigurations": `<serviceConfigurationSet><item><serviceId>vpce-svc-0a1</serviceId><serviceState>Available</serviceState>
			<serviceName>com.amazonaws.vpce.eu-west-1.vpce-svc-0a1</serviceName><acceptanceRequired>false</acceptanceRequired>
			<gatewayLoadBalancerArnSet><item>arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/gwy/inspect/50dc6c495c0c9188</item></gatewayLoadBalancerArnSet></item></serviceConfigurationSet>`,
		"DescribeTransitGateways": `<transitGatewaySet><item><transitGatewayId>tgw-0b2</transitGatewayId><ownerId>999999999999</ownerId><state>available</state>
			<transitGatewayArn>arn:aws:ec2:eu-west-1:999999999999:transit-gateway/tgw-0b2</transitGatewayArn>
			<options><amazonSideAsn>64512</amazonSideAsn><vpnEcmpSupport>enable</vpnEcmpSupport></options></item></transitGatewaySet>`,
		"DescribeTransitGatewayVpcAttachments": `<transitGatewayVpcAttachments>
			<item><transitGatewayAttachmentId>tgw-attach-0a1</transitGatewayAttachmentId><transitGatewayId>tgw-0b2</transitGatewayId><vpcId>vpc-0a1</vpcId><vpcOwnerId>123456789012</vpcOwnerId>
				<state>available</state><subnetIds><item>subnet-0a1</item></subnetIds><options><applianceModeSupport>enable</applianceModeSupport></options></item>
			<item><transitGatewayAttachmentId>tgw-attach-0c3</transitGatewayAttachmentId><transitGatewayId>tgw-0b2</transitGatewayId><vpcId>vpc-0c3</vpcId><vpcOwnerId>888888888888</vpcOwnerId><state>available</state></item>
		</transitGatewayVpcAttachments>`,
		"DescribeVpnConnections": `<vpnConnectionSet><item><vpnConnectionId>vpn-0a1</vpnConnectionId><state>available</state><type>ipsec.1</type>
			<customerGatewayId>cgw-0a1</customerGatewayId><transitGatewayId>tgw-0b2</transitGatewayId>
			<customerGatewayConfiguration>&lt;pre_shared_key&gt;planted&lt;/pre_shared_key&gt;</customerGatewayConfiguration>
			<options><staticRoutesOnly>false</staticRoutesOnly><tunnelOptionSet>
				<item><preSharedKey>planted</preSharedKey><dpdTimeoutAction>restart</dpdTimeoutAction><startupAction>start</startupAction></item>
				<item><preSharedKey>planted</preSharedKey></item>
			</tunnelOptionSet></options></item></vpnConnectionSet>`,
		"DescribePlacementGroups": `<placementGroupSet><item><groupName>close</groupName><groupId>pg-0a1</groupId><strategy>cluster</strategy><state>available</state></item></placementGroupSet>`,
		"DescribeFleets": `<fleetSet><item><fleetId>fleet-0a1</fleetId><fleetState>active</fleetState><type>maintain</type>
			<targetCapacitySpecification><totalTargetCapacity>4</totalTargetCapacity></targetCapacitySpecification></item></fleetSet>`,
		"DescribeInstances": `<reservationSet><item><instancesSet>` +
			instanceAnswer("i-0alone", `<subnetId>subnet-0a1</subnetId><maintenanceOptions><autoRecovery>disabled</autoRecovery></maintenanceOptions>
				<iamInstanceProfile><arn>arn:aws:iam::123456789012:instance-profile/app</arn></iamInstanceProfile><rootDeviceName>/dev/xvda</rootDeviceName>
				<placement><availabilityZone>eu-west-1a</availabilityZone><groupName>close</groupName><tenancy>default</tenancy></placement>
				<monitoring><state>enabled</state></monitoring><sourceDestCheck>true</sourceDestCheck>
				<tagSet><item><key>aws:ec2launchtemplate:id</key><value>lt-0a1</value></item><item><key>aws:ec2launchtemplate:version</key><value>3</value></item></tagSet>`) +
			instanceAnswer("i-0group", `<tagSet><item><key>aws:autoscaling:groupName</key><value>web</value></item></tagSet>`) +
			instanceAnswer("i-0auto", `<operator><managed>true</managed><principal>eks.amazonaws.com</principal></operator>`) +
			instanceAnswer("i-0karpenter", `<tagSet><item><key>karpenter.sh/nodepool</key><value>default</value></item><item><key>aws:ec2:fleet-id</key><value>fleet-instant</value></item></tagSet>`) +
			instanceAnswer("i-0fleet", `<tagSet><item><key>aws:ec2:fleet-id</key><value>fleet-0a1</value></item></tagSet>`) +
			instanceAnswer("i-0instant", `<tagSet><item><key>aws:ec2:fleet-id</key><value>fleet-ended</value></item></tagSet>`) +
			`</instancesSet></item></reservationSet>`,
		"DescribeVolumes": `<volumeSet>` +
			volumeAnswer("vol-0root", "i-0alone", "/dev/xvda", "false") +
			volumeAnswer("vol-0scratch", "i-0alone", "/dev/sdb", "true") +
			volumeAnswer("vol-0data", "i-0alone", "/dev/sdf", "false") +
			volumeAnswer("vol-0claim", "i-0karpenter", "/dev/xvdba", "false") +
			`<item><volumeId>vol-0free</volumeId><size>8</size><status>available</status><availabilityZone>eu-west-1b</availabilityZone><volumeType>gp3</volumeType></item></volumeSet>`,
		"DescribeSecurityGroups": `<securityGroupInfo><item><groupId>sg-0a1</groupId><groupName>web</groupName><vpcId>vpc-0a1</vpcId><ownerId>123456789012</ownerId></item></securityGroupInfo>`,
		"DescribeSnapshots": `<snapshotSet>
			<item><snapshotId>snap-01</snapshotId><volumeId>vol-0data</volumeId><status>completed</status><startTime>2026-11-20T03:00:00.000Z</startTime></item>
			<item><snapshotId>snap-02</snapshotId><volumeId>vol-0data</volumeId><status>pending</status><startTime>2026-11-27T03:00:00.000Z</startTime></item>
			<item><snapshotId>snap-03</snapshotId><volumeId>vol-0free</volumeId><status>error</status><startTime>2026-11-27T03:00:00.000Z</startTime></item></snapshotSet>`,
		"DescribeLaunchTemplates": `<launchTemplates><item><launchTemplateId>lt-0a1</launchTemplateId><launchTemplateName>app</launchTemplateName>
			<defaultVersionNumber>1</defaultVersionNumber><latestVersionNumber>3</latestVersionNumber></item></launchTemplates>`,
		"DescribeLaunchTemplateVersions": `!UnauthorizedOperation`,
		"DescribeCustomerGateways":       `!UnauthorizedOperation`,
	}
}

func instanceAnswer(id, rest string) string {
	return `<item><instanceId>` + id + `</instanceId><instanceState><code>16</code><name>running</name></instanceState><instanceType>m6g.large</instanceType>` + rest + `</item>`
}

func volumeAnswer(id, instance, device, ends string) string {
	return `<item><volumeId>` + id + `</volumeId><size>8</size><status>in-use</status><availabilityZone>eu-west-1a</availabilityZone><volumeType>gp3</volumeType>
		<attachmentSet><item><volumeId>` + id + `</volumeId><instanceId>` + instance + `</instanceId><device>` + device + `</device><status>attached</status>
		<deleteOnTermination>` + ends + `</deleteOnTermination></item></attachmentSet></item>`
}
