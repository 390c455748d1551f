package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func TestDynamoDB(t *testing.T) {
	s := &scenario{service: dynamodbService(), seed: seedDynamoDB, regions: []string{"eu-central-1", "eu-west-1"}, mask: []string{`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+`}}
	s.runIn(t, "moto", "ministack")
}

func seedDynamoDB(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := dynamodb.NewFromConfig(cfg)
	create := func(name string, change func(*dynamodb.CreateTableInput)) {
		in := &dynamodb.CreateTableInput{
			TableName:            &name,
			AttributeDefinitions: []types.AttributeDefinition{{AttributeName: aws.String("id"), AttributeType: types.ScalarAttributeTypeS}},
			KeySchema:            []types.KeySchemaElement{{AttributeName: aws.String("id"), KeyType: types.KeyTypeHash}},
			BillingMode:          types.BillingModePayPerRequest,
		}
		change(in)
		done(t)(c.CreateTable(ctx, in))
	}
	create("orders", func(in *dynamodb.CreateTableInput) {
		in.StreamSpecification = &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages}
		in.Tags = []types.Tag{{Key: aws.String("tier"), Value: aws.String("critical")}}
		in.DeletionProtectionEnabled = aws.Bool(true)
	})
	create("sessions", func(in *dynamodb.CreateTableInput) {
		in.BillingMode = types.BillingModeProvisioned
		in.ProvisionedThroughput = &types.ProvisionedThroughput{ReadCapacityUnits: aws.Int64(5), WriteCapacityUnits: aws.Int64(5)}
		in.GlobalSecondaryIndexes = []types.GlobalSecondaryIndex{{
			IndexName: aws.String("by-id"), KeySchema: in.KeySchema, Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
			ProvisionedThroughput: in.ProvisionedThroughput,
		}}
		in.Tags = []types.Tag{{Key: aws.String("backup"), Value: aws.String("daily")}}
		in.SSESpecification = &types.SSESpecification{
			Enabled: aws.Bool(true), SSEType: types.SSETypeKms, KMSMasterKeyId: aws.String("arn:aws:kms:eu-west-1:123456789012:key/sessions"),
		}
	})
	if at("moto") {
		return // it has no replicas
	}
	done(t)(c.UpdateTable(ctx, &dynamodb.UpdateTableInput{
		TableName:      aws.String("orders"),
		ReplicaUpdates: []types.ReplicationGroupUpdate{{Create: &types.CreateReplicationGroupMemberAction{RegionName: aws.String("eu-central-1")}}},
	}))
	done(t)(c.UpdateContinuousBackups(ctx, &dynamodb.UpdateContinuousBackupsInput{
		TableName:                        aws.String("orders"),
		PointInTimeRecoverySpecification: &types.PointInTimeRecoverySpecification{PointInTimeRecoveryEnabled: aws.Bool(true)},
	}, func(o *dynamodb.Options) { o.Region = "eu-central-1" }))
}
