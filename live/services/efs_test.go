package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/efs"
	"github.com/aws/aws-sdk-go-v2/service/efs/types"
)

func TestEFS(t *testing.T) {
	s := &scenario{
		service: efsService(), seed: seedEFS, regions: []string{"eu-central-1", "eu-west-1"}, mask: []string{`10\.0\.[0-9]+\.[0-9]+`}, unordered: true,
	}
	s.runIn(t, "ministack")
}

func seedEFS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, net := efs.NewFromConfig(cfg), ec2.NewFromConfig(cfg)
	shared := must[*efs.CreateFileSystemOutput](t)(c.CreateFileSystem(ctx, &efs.CreateFileSystemInput{
		CreationToken: aws.String("shared"), Encrypted: aws.Bool(true), KmsKeyId: aws.String("arn:aws:kms:eu-west-1:123456789012:key/files"),
		Tags: []types.Tag{{Key: aws.String("backup"), Value: aws.String("daily")}}, ThroughputMode: types.ThroughputModeElastic,
	})).FileSystemId
	done(t)(c.CreateFileSystem(ctx, &efs.CreateFileSystemInput{CreationToken: aws.String("scratch"), AvailabilityZoneName: aws.String("eu-west-1a")}))
	vpc := must[*ec2.CreateVpcOutput](t)(net.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	for zone, block := range map[string]string{"a": "10.0.1.0/24", "b": "10.0.2.0/24"} {
		subnet := must[*ec2.CreateSubnetOutput](t)(net.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: vpc, CidrBlock: &block, AvailabilityZone: aws.String("eu-west-1" + zone),
		})).Subnet.SubnetId
		done(t)(c.CreateMountTarget(ctx, &efs.CreateMountTargetInput{FileSystemId: shared, SubnetId: subnet}))
	}
	done(t)(c.PutLifecycleConfiguration(ctx, &efs.PutLifecycleConfigurationInput{
		FileSystemId: shared, LifecyclePolicies: []types.LifecyclePolicy{{TransitionToIA: types.TransitionToIARulesAfter30Days}},
	}))
	done(t)(c.PutBackupPolicy(ctx, &efs.PutBackupPolicyInput{
		FileSystemId: shared, BackupPolicy: &types.BackupPolicy{Status: types.StatusEnabled},
	}))
	done(t)(c.CreateReplicationConfiguration(ctx, &efs.CreateReplicationConfigurationInput{
		SourceFileSystemId: shared, Destinations: []types.DestinationToCreate{{Region: aws.String("eu-central-1")}},
	}))
	done(t)(c.CreateAccessPoint(ctx, &efs.CreateAccessPointInput{
		ClientToken: aws.String("data"), FileSystemId: shared, RootDirectory: &types.RootDirectory{Path: aws.String("/data")},
	}))
}
