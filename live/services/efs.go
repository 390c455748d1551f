package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/efs"

	"github.com/faultline-dev/faultline/live/collect"
)

// efsService reads file systems of EFS, where they are mounted and where they are copied to.
func efsService() *collect.Service {
	return &collect.Service{
		Name: "efs", SDK: "EFS", IAM: "elasticfilesystem",
		Calls: collect.Ops("DescribeFileSystems", "DescribeBackupPolicy", "DescribeLifecycleConfiguration", "DescribeReplicationConfigurations",
			"DescribeMountTargets", "DescribeAccessPoints"),
		Types: []string{"AWS::EFS::FileSystem", "AWS::EFS::MountTarget", "AWS::EFS::AccessPoint"},
		Read:  readEFS,
	}
}

func readEFS(ctx context.Context, u *collect.Unit) {
	c := efs.NewFromConfig(u.Config)
	var systems []*fileSystem
	collect.Pages(ctx, u, efs.NewDescribeFileSystemsPaginator(c, &efs.DescribeFileSystemsInput{}),
		[]string{"AWS::EFS::FileSystem", "AWS::EFS::MountTarget"},
		func(page *efs.DescribeFileSystemsOutput) {
			for i := range page.FileSystems {
				f := &fileSystem{Object: collect.Answer(page.FileSystems[i])}
				f.id, f.arn = f.Text("FileSystemId"), f.Text("FileSystemArn")
				if f.arn == "" {
					f.arn = u.ARN("elasticfilesystem", "file-system/"+f.id)
				}
				f.add(u)
				systems = append(systems, f)
			}
		})
	copied(ctx, u, c, systems)
	collect.Parallel(systems,
		func(f *fileSystem) fileSystemAnswers { return f.ask(ctx, c) },
		func(f *fileSystem, a fileSystemAnswers) { f.extend(u, &a) })
	collect.Pages(ctx, u, efs.NewDescribeAccessPointsPaginator(c, &efs.DescribeAccessPointsInput{}), []string{"AWS::EFS::AccessPoint"},
		func(page *efs.DescribeAccessPointsOutput) {
			for i := range page.AccessPoints {
				o := collect.Answer(page.AccessPoints[i])
				o.Rename("AccessPointArn", "Arn", "Tags", "AccessPointTags")
				u.Add(collect.Found{Type: "AWS::EFS::AccessPoint", Ref: o.Text("AccessPointId"), ARN: o.Text("Arn"), Properties: o})
			}
		})
}

type fileSystem struct {
	collect.Object
	id, arn string
}

func (f *fileSystem) add(u *collect.Unit) {
	f.Set("Arn", f.arn)
	f.Rename("Tags", "FileSystemTags")
	u.Add(collect.Found{Type: "AWS::EFS::FileSystem", Ref: f.id, ARN: f.arn, Properties: f.Object})
}

// copied adds the replication configurations: one call lists those of a region, with
// those whose copy is in the region.
func copied(ctx context.Context, u *collect.Unit, c *efs.Client, systems []*fileSystem) {
	arns := map[string]string{}
	for _, f := range systems {
		arns[f.id] = f.arn
	}
	pages := efs.NewDescribeReplicationConfigurationsPaginator(c, &efs.DescribeReplicationConfigurationsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			for _, f := range systems {
				u.Part(err, f.arn, []string{"ReplicationConfiguration"}, "ReplicationNotFound")
			}
			return
		}
		for i := range page.Replications {
			r := &page.Replications[i]
			arn := arns[aws.ToString(r.SourceFileSystemId)]
			if arn == "" || aws.ToString(r.SourceFileSystemRegion) != u.Region {
				continue
			}
			o := collect.Answer(r)
			for _, d := range o.List("Destinations") {
				// An ID alone would be one of the same region.
				account := d.Text("OwnerId")
				if account == "" {
					account = u.Account
				}
				d.Set("FileSystemId", "arn:"+u.Partition+":elasticfilesystem:"+d.Text("Region")+":"+account+":file-system/"+d.Text("FileSystemId"))
			}
			u.Extend(arn, collect.Object{"ReplicationConfiguration": map[string]any{"Destinations": o.Get("Destinations")}})
		}
	}
}

// fileSystemAnswers are those about one file system.
type fileSystemAnswers struct {
	policy       *efs.DescribeBackupPolicyOutput
	policyErr    error
	lifecycle    *efs.DescribeLifecycleConfigurationOutput
	lifecycleErr error
	targets      []collect.Object
	targetsErr   error
}

func (f *fileSystem) ask(ctx context.Context, c *efs.Client) (a fileSystemAnswers) {
	a.policy, a.policyErr = c.DescribeBackupPolicy(ctx, &efs.DescribeBackupPolicyInput{FileSystemId: &f.id})
	a.lifecycle, a.lifecycleErr = c.DescribeLifecycleConfiguration(ctx, &efs.DescribeLifecycleConfigurationInput{FileSystemId: &f.id})
	if n, ok := f.Get("NumberOfMountTargets").(float64); ok && n == 0 {
		return a
	}
	pages := efs.NewDescribeMountTargetsPaginator(c, &efs.DescribeMountTargetsInput{FileSystemId: &f.id})
	for pages.HasMorePages() && a.targetsErr == nil {
		page, err := pages.NextPage(ctx)
		if a.targetsErr = err; err == nil {
			a.targets = append(a.targets, collect.Answer(page).List("MountTargets")...)
		}
	}
	return a
}

func (f *fileSystem) extend(u *collect.Unit, a *fileSystemAnswers) {
	if u.Part(a.policyErr, f.arn, []string{"BackupPolicy"}, "PolicyNotFound") {
		u.Extend(f.arn, collect.Answer(a.policy))
	}
	if u.Part(a.lifecycleErr, f.arn, []string{"LifecyclePolicies"}) {
		u.Extend(f.arn, collect.Answer(a.lifecycle))
	}
	u.Failed(a.targetsErr, "AWS::EFS::MountTarget")
	for _, o := range a.targets {
		o.Rename("MountTargetId", "Id")
		u.Add(collect.Found{
			Type: "AWS::EFS::MountTarget", Ref: o.Text("Id"), ARN: u.ARN("elasticfilesystem", "mount-target/"+o.Text("Id")), Properties: o,
		})
	}
}
