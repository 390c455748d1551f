package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// kmsService reads keys and their aliases. Those that AWS manages are among them, as
// much is encrypted with these. A replica of a multi-region key is a key of its region:
// it has the type of one, since nothing else about it differs.
func kmsService() *collect.Service {
	return &collect.Service{
		Name: "kms", SDK: "KMS",
		Calls: collect.Ops("ListKeys", "DescribeKey", "GetKeyRotationStatus", "ListResourceTags", "ListAliases"),
		Types: []string{"AWS::KMS::Key", "AWS::KMS::Alias"},
		Read:  readKMS,
	}
}

func readKMS(ctx context.Context, u *collect.Unit) {
	c := kms.NewFromConfig(u.Config)
	var listed []types.KeyListEntry
	collect.Pages(ctx, u, kms.NewListKeysPaginator(c, &kms.ListKeysInput{}), []string{"AWS::KMS::Key"},
		func(page *kms.ListKeysOutput) { listed = append(listed, page.Keys...) })
	collect.Parallel(listed,
		func(e types.KeyListEntry) *key {
			k := &key{id: aws.ToString(e.KeyId), arn: aws.ToString(e.KeyArn)}
			k.ask(ctx, c)
			return k
		},
		func(_ types.KeyListEntry, k *key) { k.add(u) })
	collect.Pages(ctx, u, kms.NewListAliasesPaginator(c, &kms.ListAliasesInput{}), []string{"AWS::KMS::Alias"},
		func(page *kms.ListAliasesOutput) {
			for i := range page.Aliases {
				if page.Aliases[i].TargetKeyId == nil {
					continue // reserved for a key that AWS has not made yet
				}
				o := collect.Answer(page.Aliases[i])
				u.Add(collect.Found{Type: "AWS::KMS::Alias", Ref: o.Text("AliasName"), ARN: o.Text("AliasArn"), Properties: o})
			}
		})
}

// key is what the calls about one key answered, each with its error.
type key struct {
	id, arn     string
	metadata    *types.KeyMetadata
	metadataErr error
	rotates     bool
	rotatesErr  error
	tags        []any
	tagsErr     error
}

func (k *key) ask(ctx context.Context, c *kms.Client) {
	out, err := c.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: &k.arn})
	if k.metadataErr = err; err != nil {
		return
	}
	k.metadata = out.KeyMetadata
	if k.metadata.KeyManager == types.KeyManagerTypeAws {
		k.rotates = true // AWS does so every year, and nobody can change it
		return
	}
	k.tags, k.tagsErr = keyTags(ctx, c, k.arn)
	if !k.rotatable() {
		return
	}
	status, err := c.GetKeyRotationStatus(ctx, &kms.GetKeyRotationStatusInput{KeyId: &k.arn})
	if k.rotatesErr = err; err == nil {
		k.rotates = status.KeyRotationEnabled
	}
}

// rotatable reports whether KMS can rotate a key by itself: symmetric ones whose
// material it has made. Of others it refuses to say.
func (k *key) rotatable() bool {
	m := k.metadata
	return (m.KeySpec == "" || m.KeySpec == types.KeySpecSymmetricDefault) && m.Origin == types.OriginTypeAwsKms && m.KeyState != types.KeyStatePendingDeletion
}

func keyTags(ctx context.Context, c *kms.Client, arn string) ([]any, error) {
	tags := []any{}
	pages := kms.NewListResourceTagsPaginator(c, &kms.ListResourceTagsInput{KeyId: &arn})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, tag := range page.Tags {
			tags = append(tags, map[string]any{"Key": aws.ToString(tag.TagKey), "Value": aws.ToString(tag.TagValue)})
		}
	}
	return tags, nil
}

func (k *key) add(u *collect.Unit) {
	if collect.Code(k.metadataErr) == "NotFoundException" {
		return
	}
	found := collect.Found{Type: "AWS::KMS::Key", Ref: k.id, ARN: k.arn, Properties: collect.Object{"KeyId": k.id, "Arn": k.arn}}
	if k.metadataErr != nil {
		u.Add(found)
		u.Part(k.metadataErr, k.arn, []string{"Enabled", "EnableKeyRotation", "MultiRegion", "PendingWindowInDays", "Tags"})
		return
	}
	o := collect.Answer(k.metadata)
	o.Rename("PendingDeletionWindowInDays", "PendingWindowInDays")
	o["Arn"] = k.arn
	if k.rotatesErr == nil {
		o["EnableKeyRotation"] = k.rotates
	}
	if k.tags != nil {
		o["Tags"] = k.tags
	}
	found.Properties = o
	u.Add(found)
	u.Part(k.rotatesErr, k.arn, []string{"EnableKeyRotation"})
	u.Part(k.tagsErr, k.arn, []string{"Tags"})
}
