package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Volumes reads the volumes that have a life of their own. Those that an instance starts
// from, or that are removed with it, belong to the instance: a template writes them in it.
func ec2Volumes(ctx context.Context, u *collect.Unit, c *ec2.Client, m ec2Machines) {
	collect.Pages(ctx, u, ec2.NewDescribeVolumesPaginator(c, &ec2.DescribeVolumesInput{}),
		[]string{"AWS::EC2::Volume", "AWS::EC2::VolumeAttachment"},
		func(page *ec2.DescribeVolumesOutput) {
			for i := range page.Volumes {
				ec2Volume(u, collect.Answer(page.Volumes[i]), m)
			}
		})
}

func ec2Volume(u *collect.Unit, o collect.Object, m ec2Machines) {
	attachments := o.List("Attachments")
	for _, a := range attachments {
		root, known := m.root[a.Text("InstanceId")]
		if a.Get("DeleteOnTermination") == true || known && root != "" && root == a.Text("Device") {
			return
		}
	}
	if goneState(o.Text("State")) || o.Get("Operator.Managed") == true {
		return
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
}
