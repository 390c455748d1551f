package services

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Volumes reads the volumes that have a life of their own. Those that an instance starts
// from, or that are removed with it, belong to the instance: a template writes them in it.
func ec2Volumes(ctx context.Context, u *collect.Unit, c *ec2.Client, m ec2Machines) {
	var kept []string
	collect.Pages(ctx, u, ec2.NewDescribeVolumesPaginator(c, &ec2.DescribeVolumesInput{}),
		[]string{"AWS::EC2::Volume", "AWS::EC2::VolumeAttachment"},
		func(page *ec2.DescribeVolumesOutput) {
			for i := range page.Volumes {
				o := collect.Answer(page.Volumes[i])
				if ec2Volume(u, o, m) {
					kept = append(kept, o.Text("VolumeId"))
				}
			}
		})
	ec2Snapshots(ctx, u, c, kept)
}

// ec2Snapshots adds to volumes when their latest snapshot was started: what makes it may
// be a script that no plan and no policy tells of.
func ec2Snapshots(ctx context.Context, u *collect.Unit, c *ec2.Client, volumes []string) {
	const most = 200 // values of one filter
	arn := func(id string) string { return u.ARN("ec2", "volume/"+id) }
	for some := range slices.Chunk(volumes, most) {
		latest := map[string]string{}
		p := ec2.NewDescribeSnapshotsPaginator(c, &ec2.DescribeSnapshotsInput{
			OwnerIds: []string{"self"}, Filters: []types.Filter{{Name: aws.String("volume-id"), Values: some}},
		})
		var failed error
		for p.HasMorePages() && failed == nil {
			page, err := p.NextPage(ctx)
			if failed = err; err != nil {
				break
			}
			for i := range page.Snapshots {
				o := collect.Answer(page.Snapshots[i])
				if id := o.Text("VolumeId"); o.Text("State") != "error" {
					latest[id] = max(latest[id], o.Text("StartTime"))
				}
			}
		}
		for _, id := range some {
			if u.Part(failed, arn(id), []string{"LatestSnapshot"}) && latest[id] != "" {
				u.Extend(arn(id), collect.Object{"LatestSnapshot": latest[id]})
			}
		}
	}
}

// ec2Volume records a volume, and reports whether it is one to record.
func ec2Volume(u *collect.Unit, o collect.Object, m ec2Machines) bool {
	attachments := o.List("Attachments")
	for _, a := range attachments {
		root, known := m.root[a.Text("InstanceId")]
		if a.Get("DeleteOnTermination") == true || known && root != "" && root == a.Text("Device") {
			return false
		}
	}
	if goneState(o.Text("State")) || o.Get("Operator.Managed") == true {
		return false
	}
	id := o.Text("VolumeId")
	ec2Add(u, "Volume", "volume", id, o)
	for _, a := range attachments {
		if instance := a.Text("InstanceId"); instance != "" {
			u.Add(collect.Found{
				Type: "AWS::EC2::VolumeAttachment", Ref: id + "|" + instance, ARN: u.ARN("ec2", "volume-attachment/"+id+"/"+instance), Properties: a,
			})
		}
	}
	return true
}
