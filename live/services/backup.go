package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/backup"

	"github.com/faultline-dev/faultline/live/collect"
)

// backupService reads the vaults of AWS Backup, and plans with what they select. The
// plan and vault that EFS makes for automatic backups are among them.
func backupService() *collect.Service {
	return &collect.Service{
		Name: "backup", SDK: "Backup",
		Calls: collect.Ops("ListBackupVaults", "GetBackupVaultNotifications", "ListBackupPlans", "GetBackupPlan",
			"ListBackupSelections", "GetBackupSelection"),
		Types: []string{"AWS::Backup::BackupVault", "AWS::Backup::BackupPlan", selectionType},
		Read:  readBackup,
	}
}

const selectionType = "AWS::Backup::BackupSelection"

func readBackup(ctx context.Context, u *collect.Unit) {
	c := backup.NewFromConfig(u.Config)
	collect.Pages(ctx, u, backup.NewListBackupVaultsPaginator(c, &backup.ListBackupVaultsInput{}), []string{"AWS::Backup::BackupVault"},
		func(page *backup.ListBackupVaultsOutput) {
			for i := range page.BackupVaultList {
				backupVault(ctx, u, c, collect.Answer(page.BackupVaultList[i]))
			}
		})
	var plans []collect.Object
	collect.Pages(ctx, u, backup.NewListBackupPlansPaginator(c, &backup.ListBackupPlansInput{}),
		[]string{"AWS::Backup::BackupPlan", selectionType},
		func(page *backup.ListBackupPlansOutput) {
			for i := range page.BackupPlansList {
				plans = append(plans, collect.Answer(page.BackupPlansList[i]))
			}
		})
	for _, plan := range plans {
		if backupPlan(ctx, u, c, plan) {
			selections(ctx, u, c, plan.Text("BackupPlanId"))
		}
	}
}

// backupVault reads a vault. A lock that can still be removed has no days in which it can be
// changed, and of one that cannot these are over.
func backupVault(ctx context.Context, u *collect.Unit, c *backup.Client, o collect.Object) {
	name, arn := o.Text("BackupVaultName"), o.Text("BackupVaultArn")
	if locked, _ := o.Get("Locked").(bool); locked {
		lock := collect.Object{}
		lock.Set("MinRetentionDays", o.Get("MinRetentionDays"))
		lock.Set("MaxRetentionDays", o.Get("MaxRetentionDays"))
		o["LockConfiguration"] = map[string]any(lock)
	}
	u.Add(collect.Found{Type: "AWS::Backup::BackupVault", Ref: name, ARN: arn, Properties: o})
	out, err := c.GetBackupVaultNotifications(ctx, &backup.GetBackupVaultNotificationsInput{BackupVaultName: &name})
	// The service has the same code for a vault without notifications and for one that is gone.
	if u.Part(err, arn, []string{"Notifications"}, "ResourceNotFoundException") {
		n := collect.Answer(out)
		n.Rename("SNSTopicArn", "Notifications.SNSTopicArn", "BackupVaultEvents", "Notifications.BackupVaultEvents")
		u.Extend(arn, n)
	}
}

// backupPlan reads a plan, unless it was deleted since it was listed.
func backupPlan(ctx context.Context, u *collect.Unit, c *backup.Client, o collect.Object) bool {
	id, arn := o.Text("BackupPlanId"), o.Text("BackupPlanArn")
	out, err := c.GetBackupPlan(ctx, &backup.GetBackupPlanInput{BackupPlanId: &id})
	if collect.Code(err) == "ResourceNotFoundException" {
		return false
	}
	o.Set("BackupPlan.BackupPlanName", o.Text("BackupPlanName"))
	u.Add(collect.Found{Type: "AWS::Backup::BackupPlan", Ref: id, ARN: arn, Properties: o})
	if !u.Part(err, arn, []string{"BackupPlan.BackupPlanRule", "BackupPlan.AdvancedBackupSettings"}) {
		return true
	}
	plan := collect.Answer(out.BackupPlan)
	for _, rule := range plan.List("Rules") {
		rule.Rename("TargetBackupVaultName", "TargetBackupVault")
	}
	plan.Rename("Rules", "BackupPlanRule")
	u.Extend(arn, collect.Object{"BackupPlan": map[string]any(plan)})
	return true
}

// selections reads what a plan covers: resources by name or pattern, tags of which one
// must match, and conditions that must all hold.
func selections(ctx context.Context, u *collect.Unit, c *backup.Client, plan string) {
	var ids []string
	in := &backup.ListBackupSelectionsInput{BackupPlanId: &plan}
	collect.Pages(ctx, u, backup.NewListBackupSelectionsPaginator(c, in), []string{selectionType},
		func(page *backup.ListBackupSelectionsOutput) {
			for i := range page.BackupSelectionsList {
				ids = append(ids, aws.ToString(page.BackupSelectionsList[i].SelectionId))
			}
		})
	for _, id := range ids {
		out, err := c.GetBackupSelection(ctx, &backup.GetBackupSelectionInput{BackupPlanId: &plan, SelectionId: &id})
		if collect.Code(err) == "ResourceNotFoundException" {
			continue
		}
		arn := u.ARN("backup", "backup-plan:"+plan+"/selection/"+id)
		u.Add(collect.Found{Type: selectionType, Ref: id, ARN: arn, Properties: collect.Object{"BackupPlanId": plan, "SelectionId": id}})
		if u.Part(err, arn, []string{"BackupSelection"}) {
			u.Extend(arn, collect.Object{"BackupSelection": map[string]any(collect.Answer(out.BackupSelection))})
		}
	}
}
