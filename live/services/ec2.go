package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Service reads networks, instances and volumes.
func ec2Service() *collect.Service {
	return &collect.Service{
		Name: "ec2", SDK: "EC2",
		Calls: collect.Ops("DescribeVpcs", "DescribeSubnets"),
		Types: []string{"AWS::EC2::VPC", "AWS::EC2::Subnet"},
		Read:  readEC2,
	}
}

func readEC2(ctx context.Context, u *collect.Unit) {
	c := ec2.NewFromConfig(u.Config)
	collect.Pages(ctx, u, ec2.NewDescribeVpcsPaginator(c, &ec2.DescribeVpcsInput{}), []string{"AWS::EC2::VPC"},
		func(page *ec2.DescribeVpcsOutput) {
			for i := range page.Vpcs {
				o := collect.Answer(page.Vpcs[i])
				u.Add(collect.Found{Type: "AWS::EC2::VPC", Ref: o.Text("VpcId"), ARN: u.ARN("ec2", "vpc/"+o.Text("VpcId")), Properties: o})
			}
		})
	collect.Pages(ctx, u, ec2.NewDescribeSubnetsPaginator(c, &ec2.DescribeSubnetsInput{}), []string{"AWS::EC2::Subnet"},
		func(page *ec2.DescribeSubnetsOutput) {
			for i := range page.Subnets {
				o := collect.Answer(page.Subnets[i])
				u.Add(collect.Found{Type: "AWS::EC2::Subnet", Ref: o.Text("SubnetId"), ARN: o.Text("SubnetArn"), Properties: o})
			}
		})
}
