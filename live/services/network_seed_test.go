package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// seedSubnets makes a VPC with a subnet in each of two zones.
func seedSubnets(ctx context.Context, t *testing.T, cfg aws.Config) []string {
	t.Helper()
	c := ec2.NewFromConfig(cfg)
	vpc := must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	var ids []string
	for zone, block := range []string{"10.0.1.0/24", "10.0.2.0/24"} {
		subnet := must[*ec2.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: vpc, CidrBlock: aws.String(block), AvailabilityZone: aws.String(cfg.Region + string(rune('a'+zone))),
		}))
		ids = append(ids, *subnet.Subnet.SubnetId)
	}
	return ids
}
