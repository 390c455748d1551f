package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/fsx"
	"github.com/aws/aws-sdk-go-v2/service/fsx/types"
)

func TestFSx(t *testing.T) {
	s := &scenario{service: fsxService(), seed: seedFSx, unordered: true}
	s.runIn(t, "moto")
}

func seedFSx(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := fsx.NewFromConfig(cfg)
	done(t)(c.CreateFileSystem(ctx, &fsx.CreateFileSystemInput{
		FileSystemType: types.FileSystemTypeWindows, StorageCapacity: aws.Int32(300), SubnetIds: []string{"subnet-0a", "subnet-0b"},
		Tags: []types.Tag{{Key: aws.String("backup"), Value: aws.String("daily")}},
		WindowsConfiguration: &types.CreateFileSystemWindowsConfiguration{
			DeploymentType: types.WindowsDeploymentTypeMultiAz1, PreferredSubnetId: aws.String("subnet-0a"), ThroughputCapacity: aws.Int32(32),
			AutomaticBackupRetentionDays: aws.Int32(7),
			SelfManagedActiveDirectoryConfiguration: &types.SelfManagedActiveDirectoryConfiguration{
				DomainName: aws.String("corp.example.com"), UserName: aws.String("admin"), Password: aws.String("planted-secret"), DnsIps: []string{"10.0.0.2"},
			},
		},
	}))
	done(t)(c.CreateFileSystem(ctx, &fsx.CreateFileSystemInput{
		FileSystemType: types.FileSystemTypeLustre, StorageCapacity: aws.Int32(1200), SubnetIds: []string{"subnet-0a"},
		LustreConfiguration: &types.CreateFileSystemLustreConfiguration{DeploymentType: types.LustreDeploymentTypePersistent2},
	}))
}
