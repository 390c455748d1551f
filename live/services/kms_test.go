package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

func TestKMS(t *testing.T) {
	s := &scenario{service: kmsService(), seed: seedKMS, regions: []string{"eu-central-1", "eu-west-1"}, mask: []string{`mrk-[0-9a-f-]{32,}`}, unordered: true}
	s.runIn(t, "moto")
}

func seedKMS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := kms.NewFromConfig(cfg)
	key := func(in *kms.CreateKeyInput) *string {
		return must[*kms.CreateKeyOutput](t)(c.CreateKey(ctx, in)).KeyMetadata.KeyId
	}
	data := key(&kms.CreateKeyInput{Tags: []types.Tag{{TagKey: aws.String("tier"), TagValue: aws.String("critical")}}})
	done(t)(c.EnableKeyRotation(ctx, &kms.EnableKeyRotationInput{KeyId: data}))
	done(t)(c.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: aws.String("alias/data"), TargetKeyId: data}))
	off := key(&kms.CreateKeyInput{})
	done(t)(c.DisableKey(ctx, &kms.DisableKeyInput{KeyId: off}))
	everywhere := key(&kms.CreateKeyInput{MultiRegion: aws.Bool(true)})
	done(t)(c.ReplicateKey(ctx, &kms.ReplicateKeyInput{KeyId: everywhere, ReplicaRegion: aws.String("eu-central-1")}))
	key(&kms.CreateKeyInput{KeySpec: types.KeySpecRsa2048, KeyUsage: types.KeyUsageTypeSignVerify})
}
