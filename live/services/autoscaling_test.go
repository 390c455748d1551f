package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	scaling "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	scalings "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	tables "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbs "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

func TestAutoScaling(t *testing.T) {
	s := &scenario{service: autoscalingService(), seed: seedAutoScaling, unordered: true, mask: []string{`\b[0-9a-f]{16}\b`}}
	s.run(t, "moto")
}

// seedAutoScaling makes a group behind a target group with everything that scales it, one
// of a launch configuration, and one that EKS keeps for a node group.
func seedAutoScaling(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	net, c := ec2.NewFromConfig(cfg), autoscaling.NewFromConfig(cfg)
	n := seedNetwork(ctx, t, net)
	group := *must[*elb.CreateTargetGroupOutput](t)(elb.NewFromConfig(cfg).CreateTargetGroup(ctx, &elb.CreateTargetGroupInput{
		Name: aws.String("web"), Protocol: elbs.ProtocolEnumHttp, Port: aws.Int32(80), VpcId: &n.vpc,
	})).TargetGroups[0].TargetGroupArn
	must[*autoscaling.CreateLaunchConfigurationOutput](t)(c.CreateLaunchConfiguration(ctx, &autoscaling.CreateLaunchConfigurationInput{
		LaunchConfigurationName: aws.String("batch"), ImageId: aws.String("ami-12c6146b"), InstanceType: aws.String("m5.large"),
		UserData: aws.String("cGxhbnRlZC1zZWNyZXQ="), InstanceMonitoring: &types.InstanceMonitoring{Enabled: aws.Bool(false)},
	}))
	seedASG(ctx, t, c, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("web"), MinSize: aws.Int32(2), MaxSize: aws.Int32(6), DesiredCapacity: aws.Int32(3),
		VPCZoneIdentifier: aws.String(n.private[0] + "," + n.private[1]), HealthCheckType: aws.String("ELB"), HealthCheckGracePeriod: aws.Int32(60),
		TargetGroupARNs: []string{group}, Tags: []types.Tag{{Key: aws.String("tier"), Value: aws.String("web"), PropagateAtLaunch: aws.Bool(true)}},
	})
	seedASG(ctx, t, c, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("zonal"), MinSize: aws.Int32(0), MaxSize: aws.Int32(1), AvailabilityZones: []string{testRegion + "a"},
	})
	seedASG(ctx, t, c, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("eks-nodes"), MinSize: aws.Int32(0), MaxSize: aws.Int32(1), VPCZoneIdentifier: aws.String(n.private[0]),
		Tags: []types.Tag{{Key: aws.String("eks:nodegroup-name"), Value: aws.String("nodes")}},
	})
	for _, name := range []string{"web", "eks-nodes"} {
		must[*autoscaling.PutScalingPolicyOutput](t)(c.PutScalingPolicy(ctx, &autoscaling.PutScalingPolicyInput{
			AutoScalingGroupName: aws.String(name), PolicyName: aws.String(name + "-cpu"), PolicyType: aws.String("TargetTrackingScaling"),
			TargetTrackingConfiguration: &types.TargetTrackingConfiguration{TargetValue: aws.Float64(60), PredefinedMetricSpecification: &types.PredefinedMetricSpecification{
				PredefinedMetricType: types.MetricTypeASGAverageCPUUtilization,
			}},
		}))
		must[*autoscaling.PutScheduledUpdateGroupActionOutput](t)(c.PutScheduledUpdateGroupAction(ctx, &autoscaling.PutScheduledUpdateGroupActionInput{
			AutoScalingGroupName: aws.String(name), ScheduledActionName: aws.String(name + "-morning"), Recurrence: aws.String("0 6 * * *"), MinSize: aws.Int32(3),
		}))
	}
	must[*autoscaling.EnableMetricsCollectionOutput](t)(c.EnableMetricsCollection(ctx, &autoscaling.EnableMetricsCollectionInput{
		AutoScalingGroupName: aws.String("web"), Granularity: aws.String("1Minute"), Metrics: []string{"GroupInServiceInstances", "GroupDesiredCapacity"},
	}))
	must[*autoscaling.SuspendProcessesOutput](t)(c.SuspendProcesses(ctx, &autoscaling.SuspendProcessesInput{
		AutoScalingGroupName: aws.String("web"), ScalingProcesses: []string{"ReplaceUnhealthy", "AZRebalance"},
	}))
}

func seedASG(ctx context.Context, t *testing.T, c *autoscaling.Client, in *autoscaling.CreateAutoScalingGroupInput) {
	t.Helper()
	in.LaunchConfigurationName = aws.String("batch")
	must[*autoscaling.CreateAutoScalingGroupOutput](t)(c.CreateAutoScalingGroup(ctx, in))
}

func TestApplicationAutoScaling(t *testing.T) {
	s := &scenario{service: applicationScalingService(), seed: seedApplicationScaling, unordered: true, mask: []string{`\b[a-z0-9]{36}\b`}}
	s.run(t, "moto")
}

// seedApplicationScaling makes targets of two services: a table and a service of ECS.
func seedApplicationScaling(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c, containers := scaling.NewFromConfig(cfg), ecs.NewFromConfig(cfg)
	must[*dynamodb.CreateTableOutput](t)(dynamodb.NewFromConfig(cfg).CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: aws.String("carts"), KeySchema: []tables.KeySchemaElement{{AttributeName: aws.String("id"), KeyType: tables.KeyTypeHash}},
		AttributeDefinitions:  []tables.AttributeDefinition{{AttributeName: aws.String("id"), AttributeType: tables.ScalarAttributeTypeS}},
		ProvisionedThroughput: &tables.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(5), WriteCapacityUnits: aws.Int64(5)},
	}))
	must[*ecs.CreateClusterOutput](t)(containers.CreateCluster(ctx, &ecs.CreateClusterInput{ClusterName: aws.String("shop")}))
	must[*ecs.CreateServiceOutput](t)(containers.CreateService(ctx, &ecs.CreateServiceInput{
		Cluster: aws.String("shop"), ServiceName: aws.String("web"), DesiredCount: aws.Int32(2),
	}))
	for _, x := range []scaling.RegisterScalableTargetInput{
		{
			ServiceNamespace: scalings.ServiceNamespaceDynamodb, ResourceId: aws.String("table/carts"),
			ScalableDimension: scalings.ScalableDimensionDynamoDBTableReadCapacityUnits,
		},
		{
			ServiceNamespace: scalings.ServiceNamespaceEcs, ResourceId: aws.String("service/shop/web"),
			ScalableDimension: scalings.ScalableDimensionECSServiceDesiredCount,
		},
	} {
		x.MinCapacity, x.MaxCapacity = aws.Int32(2), aws.Int32(20)
		must[*scaling.RegisterScalableTargetOutput](t)(c.RegisterScalableTarget(ctx, &x))
		must[*scaling.PutScalingPolicyOutput](t)(c.PutScalingPolicy(ctx, &scaling.PutScalingPolicyInput{
			ServiceNamespace: x.ServiceNamespace, ResourceId: x.ResourceId, ScalableDimension: x.ScalableDimension, PolicyName: aws.String("load"),
			PolicyType:                               scalings.PolicyTypeTargetTrackingScaling,
			TargetTrackingScalingPolicyConfiguration: &scalings.TargetTrackingScalingPolicyConfiguration{TargetValue: aws.Float64(70)},
		}))
	}
	must[*scaling.PutScheduledActionOutput](t)(c.PutScheduledAction(ctx, &scaling.PutScheduledActionInput{
		ServiceNamespace: scalings.ServiceNamespaceEcs, ResourceId: aws.String("service/shop/web"), ScheduledActionName: aws.String("night"),
		ScalableDimension: scalings.ScalableDimensionECSServiceDesiredCount, Schedule: aws.String("cron(0 22 * * ? *)"),
		ScalableTargetAction: &scalings.ScalableTargetAction{MinCapacity: aws.Int32(1)},
	}))
}
