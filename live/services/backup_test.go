package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	"github.com/aws/aws-sdk-go-v2/service/backup/types"
)

func TestBackup(t *testing.T) {
	s := &scenario{service: backupService(), seed: seedBackup, mask: []string{`"[A-Za-z0-9]{48}"`}, unordered: true}
	s.runIn(t, "moto", "ministack")
}

func seedBackup(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := backup.NewFromConfig(cfg)
	for _, name := range []string{"daily", "locked"} {
		done(t)(c.CreateBackupVault(ctx, &backup.CreateBackupVaultInput{
			BackupVaultName: &name, EncryptionKeyArn: aws.String("arn:aws:kms:eu-west-1:123456789012:key/vault"),
		}))
	}
	if at("moto") {
		done(t)(c.PutBackupVaultLockConfiguration(ctx, &backup.PutBackupVaultLockConfigurationInput{
			BackupVaultName: aws.String("locked"), MinRetentionDays: aws.Int64(7), MaxRetentionDays: aws.Int64(365),
		}))
	}
	plan := must[*backup.CreateBackupPlanOutput](t)(c.CreateBackupPlan(ctx, &backup.CreateBackupPlanInput{
		BackupPlan: &types.BackupPlanInput{
			BackupPlanName: aws.String("tagged"),
			Rules: []types.BackupRuleInput{{
				RuleName: aws.String("daily"), TargetBackupVaultName: aws.String("daily"), ScheduleExpression: aws.String("cron(0 5 ? * * *)"),
				StartWindowMinutes: aws.Int64(60), CompletionWindowMinutes: aws.Int64(180), EnableContinuousBackup: aws.Bool(true),
				Lifecycle: &types.Lifecycle{DeleteAfterDays: aws.Int64(35)},
				CopyActions: []types.CopyAction{{
					DestinationBackupVaultArn: aws.String("arn:aws:backup:eu-central-1:123456789012:backup-vault:copies"),
					Lifecycle:                 &types.Lifecycle{DeleteAfterDays: aws.Int64(90)},
				}},
			}},
		},
	})).BackupPlanId
	if at("moto") {
		return // it knows no selections
	}
	role := aws.String("arn:aws:iam::123456789012:role/backup")
	for _, s := range []*types.BackupSelection{
		{
			SelectionName: aws.String("by-tag"),
			ListOfTags: []types.Condition{{
				ConditionType: types.ConditionTypeStringequals, ConditionKey: aws.String("backup"), ConditionValue: aws.String("daily"),
			}},
		},
		{
			SelectionName: aws.String("tables"), Resources: []string{"arn:aws:dynamodb:*:*:table/*"},
			NotResources: []string{"arn:aws:dynamodb:*:*:table/scratch*"},
			Conditions: &types.Conditions{StringEquals: []types.ConditionParameter{{
				ConditionKey: aws.String("aws:ResourceTag/tier"), ConditionValue: aws.String("critical"),
			}}},
		},
	} {
		s.IamRoleArn = role
		done(t)(c.CreateBackupSelection(ctx, &backup.CreateBackupSelectionInput{BackupPlanId: plan, BackupSelection: s}))
	}
}
