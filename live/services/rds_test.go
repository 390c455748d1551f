package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"
)

func TestRDS(t *testing.T) {
	s := &scenario{
		service: rdsService(), seed: seedRDS, regions: []string{"eu-west-1", "us-east-1"},
		mask: []string{`db-[A-Z0-9]{20,26}`, `cluster-[A-Z0-9]{20,26}`, `cluster-(ro-)?[a-z0-9]{12}\.`, `global-[a-z0-9]{12}\.`, `prx-(tg-)?[a-z0-9]{17}`, `proxy-[a-z0-9]{12}\.`},
	}
	s.runIn(t, "moto", "ministack")
}

func seedRDS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, subnets := rds.NewFromConfig(cfg), seedSubnets(ctx, t, cfg)
	must[*rds.CreateDBSubnetGroupOutput](t)(c.CreateDBSubnetGroup(ctx, &rds.CreateDBSubnetGroupInput{
		DBSubnetGroupName: aws.String("data"), DBSubnetGroupDescription: aws.String("data"), SubnetIds: subnets,
	}))
	must[*rds.CreateDBInstanceOutput](t)(c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: aws.String("orders"), DBInstanceClass: aws.String("db.m6g.large"), Engine: aws.String("postgres"),
		AllocatedStorage: aws.Int32(100), MasterUsername: aws.String("app"), MasterUserPassword: aws.String("planted-secret"),
		DBSubnetGroupName: aws.String("data"), BackupRetentionPeriod: aws.Int32(7), MultiAZ: aws.Bool(true),
	}))
	if at("ministack") {
		seedOptions(ctx, t, c)
		seedProxy(ctx, t, c, subnets)
		return
	}
	must[*rds.CreateDBInstanceReadReplicaOutput](t)(c.CreateDBInstanceReadReplica(ctx, &rds.CreateDBInstanceReadReplicaInput{
		DBInstanceIdentifier: aws.String("orders-read"), SourceDBInstanceIdentifier: aws.String("orders"),
	}))
	must[*rds.CreateDBClusterOutput](t)(c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
		DBClusterIdentifier: aws.String("carts"), Engine: aws.String("aurora-postgresql"), MasterUsername: aws.String("app"),
		MasterUserPassword: aws.String("planted-secret"), BackupRetentionPeriod: aws.Int32(14), DeletionProtection: aws.Bool(true),
	}))
	seedAurora(ctx, t, c)
	seedGroups(ctx, t, c)
	seedProxy(ctx, t, c, subnets, "carts")
}

// seedAurora makes the members of a cluster, a global database with a cluster in a second
// region, and a cluster of Neptune, which shares the API.
func seedAurora(ctx context.Context, t *testing.T, c *rds.Client) {
	t.Helper()
	for i, zone := range []string{"a", "b"} {
		must[*rds.CreateDBInstanceOutput](t)(c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: aws.String("carts-" + zone), DBInstanceClass: aws.String("db.r6g.large"), Engine: aws.String("aurora-postgresql"),
			DBClusterIdentifier: aws.String("carts"), AvailabilityZone: aws.String("eu-west-1" + zone), PromotionTier: aws.Int32(int32(i)),
			DBSubnetGroupName: aws.String("data"),
		}))
	}
	must[*rds.CreateGlobalClusterOutput](t)(c.CreateGlobalCluster(ctx, &rds.CreateGlobalClusterInput{
		GlobalClusterIdentifier: aws.String("stock-everywhere"), Engine: aws.String("aurora-mysql"),
	}))
	for _, cluster := range []struct{ name, region string }{{"stock", "eu-west-1"}, {"stock-far", "us-east-1"}} {
		must[*rds.CreateDBClusterOutput](t)(c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
			DBClusterIdentifier: aws.String(cluster.name), Engine: aws.String("aurora-mysql"), MasterUsername: aws.String("app"),
			MasterUserPassword: aws.String("planted-secret"), GlobalClusterIdentifier: aws.String("stock-everywhere"),
			DBClusterParameterGroupName: aws.String("carts"),
		}, func(o *rds.Options) { o.Region = cluster.region }))
	}
	for _, engine := range []string{"neptune"} {
		must[*rds.CreateDBClusterOutput](t)(c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
			DBClusterIdentifier: aws.String(engine), Engine: aws.String(engine), MasterUsername: aws.String("app"),
			MasterUserPassword: aws.String("planted-secret"), DBSubnetGroupName: aws.String("data"),
		}))
		must[*rds.CreateDBInstanceOutput](t)(c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
			DBInstanceIdentifier: aws.String(engine + "-1"), DBInstanceClass: aws.String("db.r6g.large"), Engine: aws.String(engine),
			DBClusterIdentifier: aws.String(engine),
		}))
	}
}

// seedGroups makes parameter groups with a dangerous setting and a secret.
func seedGroups(ctx context.Context, t *testing.T, c *rds.Client) {
	t.Helper()
	must[*rds.CreateDBParameterGroupOutput](t)(c.CreateDBParameterGroup(ctx, &rds.CreateDBParameterGroupInput{
		DBParameterGroupName: aws.String("fast"), DBParameterGroupFamily: aws.String("postgres16"), Description: aws.String("fast"),
	}))
	must[*rds.ModifyDBParameterGroupOutput](t)(c.ModifyDBParameterGroup(ctx, &rds.ModifyDBParameterGroupInput{
		DBParameterGroupName: aws.String("fast"), Parameters: []types.Parameter{
			{ParameterName: aws.String("synchronous_commit"), ParameterValue: aws.String("off"), ApplyMethod: types.ApplyMethodImmediate},
			{ParameterName: aws.String("max_connections"), ParameterValue: aws.String("500"), ApplyMethod: types.ApplyMethodPendingReboot},
			{ParameterName: aws.String("init_connect"), ParameterValue: aws.String("planted-secret"), ApplyMethod: types.ApplyMethodImmediate},
		},
	}))
	must[*rds.ModifyDBInstanceOutput](t)(c.ModifyDBInstance(ctx, &rds.ModifyDBInstanceInput{
		DBInstanceIdentifier: aws.String("orders"), DBParameterGroupName: aws.String("fast"),
	}))
	must[*rds.CreateDBClusterParameterGroupOutput](t)(c.CreateDBClusterParameterGroup(ctx, &rds.CreateDBClusterParameterGroupInput{
		DBClusterParameterGroupName: aws.String("carts"), DBParameterGroupFamily: aws.String("aurora-mysql8.0"), Description: aws.String("carts"),
	}))
	must[*rds.ModifyDBClusterParameterGroupOutput](t)(c.ModifyDBClusterParameterGroup(ctx, &rds.ModifyDBClusterParameterGroupInput{
		DBClusterParameterGroupName: aws.String("carts"), Parameters: []types.Parameter{
			{ParameterName: aws.String("innodb_flush_log_at_trx_commit"), ParameterValue: aws.String("2"), ApplyMethod: types.ApplyMethodImmediate},
		},
	}))
}

// seedOptions makes an option group, which no emulator can put options into.
func seedOptions(ctx context.Context, t *testing.T, c *rds.Client) {
	t.Helper()
	must[*rds.CreateOptionGroupOutput](t)(c.CreateOptionGroup(ctx, &rds.CreateOptionGroupInput{
		OptionGroupName: aws.String("audited"), EngineName: aws.String("mysql"), MajorEngineVersion: aws.String("8.0"), OptionGroupDescription: aws.String("options"),
	}))
}

func seedProxy(ctx context.Context, t *testing.T, c *rds.Client, subnets []string, clusters ...string) {
	t.Helper()
	must[*rds.CreateDBProxyOutput](t)(c.CreateDBProxy(ctx, &rds.CreateDBProxyInput{
		DBProxyName: aws.String("front"), EngineFamily: types.EngineFamilyPostgresql, RoleArn: aws.String("arn:aws:iam::123456789012:role/proxy"),
		VpcSubnetIds: subnets, Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
		Auth: []types.UserAuthConfig{{AuthScheme: types.AuthSchemeSecrets, SecretArn: aws.String("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf")}},
	}))
	must[*rds.RegisterDBProxyTargetsOutput](t)(c.RegisterDBProxyTargets(ctx, &rds.RegisterDBProxyTargetsInput{
		DBProxyName: aws.String("front"), DBInstanceIdentifiers: []string{"orders"}, DBClusterIdentifiers: clusters,
	}))
	if at("ministack") {
		must[*rds.CreateDBProxyEndpointOutput](t)(c.CreateDBProxyEndpoint(ctx, &rds.CreateDBProxyEndpointInput{
			DBProxyName: aws.String("front"), DBProxyEndpointName: aws.String("front-read"), VpcSubnetIds: subnets,
			TargetRole: types.DBProxyEndpointTargetRoleReadOnly,
		}))
	}
}
