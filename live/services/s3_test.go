package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

func TestS3(t *testing.T) {
	s := &scenario{service: s3Service(), seed: seedS3}
	s.runIn(t, "moto", "ministack")
}

func seedS3(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	create := func(name, region string, lock bool) {
		in := &s3.CreateBucketInput{Bucket: &name, ObjectLockEnabledForBucket: &lock}
		if region != "us-east-1" {
			in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(region)}
		}
		done(t)(c.CreateBucket(ctx, in, func(o *s3.Options) { o.Region = region }))
	}
	create("orders", "eu-west-1", false)
	create("orders-copy", "eu-central-1", false)
	create("archive", "us-east-1", true)
	create("scratch", "eu-west-1", false)
	for name, region := range map[string]string{"orders": "eu-west-1", "orders-copy": "eu-central-1"} {
		done(t)(c.PutBucketVersioning(ctx, &s3.PutBucketVersioningInput{
			Bucket: &name, VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
		}, func(o *s3.Options) { o.Region = region }))
	}
	done(t)(c.PutBucketReplication(ctx, &s3.PutBucketReplicationInput{
		Bucket: aws.String("orders"),
		ReplicationConfiguration: &types.ReplicationConfiguration{
			Role: aws.String("arn:aws:iam::123456789012:role/replicate"),
			Rules: []types.ReplicationRule{{
				ID: aws.String("all"), Status: types.ReplicationRuleStatusEnabled, Priority: aws.Int32(1),
				Filter:                  &types.ReplicationRuleFilter{Tag: &types.Tag{Key: aws.String("tier"), Value: aws.String("gold")}},
				DeleteMarkerReplication: &types.DeleteMarkerReplication{Status: types.DeleteMarkerReplicationStatusDisabled},
				SourceSelectionCriteria: &types.SourceSelectionCriteria{
					SseKmsEncryptedObjects: &types.SseKmsEncryptedObjects{Status: types.SseKmsEncryptedObjectsStatusEnabled},
				},
				Destination: &types.Destination{
					Bucket:                  aws.String("arn:aws:s3:::orders-copy"),
					EncryptionConfiguration: &types.EncryptionConfiguration{ReplicaKmsKeyID: aws.String("arn:aws:kms:eu-central-1:123456789012:key/copy")},
				},
			}},
		},
	}))
	done(t)(c.PutBucketEncryption(ctx, &s3.PutBucketEncryptionInput{
		Bucket: aws.String("orders"),
		ServerSideEncryptionConfiguration: &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{
			BucketKeyEnabled: aws.Bool(true),
			ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{
				SSEAlgorithm: types.ServerSideEncryptionAwsKms, KMSMasterKeyID: aws.String("arn:aws:kms:eu-west-1:123456789012:key/orders"),
			},
		}}},
	}))
	done(t)(c.PutBucketTagging(ctx, &s3.PutBucketTaggingInput{
		Bucket: aws.String("orders"), Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("backup"), Value: aws.String("daily")}}},
	}))
	queues := sqs.NewFromConfig(cfg)
	queue := must[*sqs.CreateQueueOutput](t)(queues.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("uploads")}))
	uploads := must[*sqs.GetQueueAttributesOutput](t)(queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: queue.QueueUrl, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameQueueArn},
	})).Attributes["QueueArn"]
	done(t)(c.PutBucketNotificationConfiguration(ctx, &s3.PutBucketNotificationConfigurationInput{
		Bucket: aws.String("orders"),
		NotificationConfiguration: &types.NotificationConfiguration{
			EventBridgeConfiguration: &types.EventBridgeConfiguration{},
			QueueConfigurations: []types.QueueConfiguration{{
				QueueArn: &uploads, Events: []types.Event{types.EventS3ObjectCreated},
			}},
		},
	}))
	done(t)(c.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{
		Bucket: aws.String("orders"), Policy: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",` +
			`"Resource":"arn:aws:s3:::orders/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`),
	}))
	done(t)(c.PutBucketLifecycleConfiguration(ctx, &s3.PutBucketLifecycleConfigurationInput{
		Bucket: aws.String("scratch"),
		LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{
			{
				ID: aws.String("all"), Status: types.ExpirationStatusEnabled, Filter: &types.LifecycleRuleFilter{Prefix: aws.String("")},
				Expiration: &types.LifecycleExpiration{Days: aws.Int32(2)},
			},
			{
				ID: aws.String("reports"), Status: types.ExpirationStatusEnabled,
				Filter: &types.LifecycleRuleFilter{And: &types.LifecycleRuleAndOperator{
					Prefix: aws.String("reports/"), Tags: []types.Tag{{Key: aws.String("kind"), Value: aws.String("pdf")}},
				}},
				Transitions: []types.Transition{{Days: aws.Int32(30), StorageClass: types.TransitionStorageClassGlacier}},
			},
		}},
	}))
	done(t)(c.PutBucketWebsite(ctx, &s3.PutBucketWebsiteInput{
		Bucket: aws.String("scratch"),
		WebsiteConfiguration: &types.WebsiteConfiguration{
			IndexDocument: &types.IndexDocument{Suffix: aws.String("index.html")},
			RoutingRules: []types.RoutingRule{{
				Condition: &types.Condition{KeyPrefixEquals: aws.String("old/")}, Redirect: &types.Redirect{ReplaceKeyPrefixWith: aws.String("new/")},
			}},
		},
	}))
}
