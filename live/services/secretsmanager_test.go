package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
)

func TestSecretsManager(t *testing.T) {
	s := &scenario{
		service: secretsmanagerService(), seed: seedSecrets, regions: []string{"eu-central-1", "eu-west-1"},
		mask: []string{`-[A-Za-z0-9]{6}\b`}, unordered: true,
	}
	s.runIn(t, "moto", "ministack")
}

func seedSecrets(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := secretsmanager.NewFromConfig(cfg)
	done(t)(c.CreateSecret(ctx, &secretsmanager.CreateSecretInput{
		Name: aws.String("shop/database"), SecretString: aws.String("planted-secret"), Description: aws.String("planted-secret"),
		KmsKeyId: aws.String("arn:aws:kms:eu-west-1:123456789012:key/data"),
		Tags:     []types.Tag{{Key: aws.String("tier"), Value: aws.String("critical")}},
	}))
	done(t)(c.CreateSecret(ctx, &secretsmanager.CreateSecretInput{
		Name: aws.String("shop/api"), SecretString: aws.String("planted-secret"), AddReplicaRegions: []types.ReplicaRegionType{{Region: aws.String("eu-central-1")}},
	}))
}
