package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/rds"
)

func TestRDS(t *testing.T) {
	s := &scenario{service: rdsService(), seed: seedRDS, mask: []string{`db-[A-Z0-9]{26}`, `cluster-[A-Z0-9]{26}`, `cluster-(ro-)?[a-z0-9]{12}\.`}}
	s.run(t, "moto")
}

func seedRDS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, net := rds.NewFromConfig(cfg), ec2.NewFromConfig(cfg)
	vpc := must[*ec2.CreateVpcOutput](t)(net.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	var subnets []string
	for _, zone := range []string{"a", "b"} {
		subnet := must[*ec2.CreateSubnetOutput](t)(net.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: vpc, CidrBlock: aws.String("10.0." + map[string]string{"a": "1", "b": "2"}[zone] + ".0/24"), AvailabilityZone: aws.String("eu-west-1" + zone),
		}))
		subnets = append(subnets, *subnet.Subnet.SubnetId)
	}
	must[*rds.CreateDBSubnetGroupOutput](t)(c.CreateDBSubnetGroup(ctx, &rds.CreateDBSubnetGroupInput{
		DBSubnetGroupName: aws.String("data"), DBSubnetGroupDescription: aws.String("data"), SubnetIds: subnets,
	}))
	must[*rds.CreateDBInstanceOutput](t)(c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String("orders"), DBInstanceClass: aws.String("db.m6g.large"), Engine: aws.String("postgres"),
		AllocatedStorage: aws.Int32(100), MasterUsername: aws.String("app"), MasterUserPassword: aws.String("planted-secret"),
		DBSubnetGroupName: aws.String("data"), BackupRetentionPeriod: aws.Int32(7), MultiAZ: aws.Bool(true),
	}))
	must[*rds.CreateDBInstanceReadReplicaOutput](t)(c.CreateDBInstanceReadReplica(ctx, &rds.CreateDBInstanceReadReplicaInput{
		DBInstanceIdentifier: aws.String("orders-read"), SourceDBInstanceIdentifier: aws.String("orders"),
	}))
	must[*rds.CreateDBClusterOutput](t)(c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
		DBClusterIdentifier: aws.String("carts"), Engine: aws.String("aurora-postgresql"), MasterUsername: aws.String("app"),
		MasterUserPassword: aws.String("planted-secret"), BackupRetentionPeriod: aws.Int32(14), DeletionProtection: aws.Bool(true),
	}))
}
