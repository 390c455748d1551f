package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// ec2Machines are what volumes need to know of instances.
type ec2Machines struct {
	// root is the device from which each instance starts.
	root map[string]string
}

// ec2Instances reads the instances that stand for themselves. Those that an Auto Scaling
// group, a fleet, a node group or another service starts and replaces are left out: a
// template has the group and not them, and taken alone each would look like a server that
// nothing replaces.
func ec2Instances(ctx context.Context, u *collect.Unit, c *ec2.Client, fleets fleetIDs) ec2Machines {
	m := ec2Machines{root: map[string]string{}}
	collect.Pages(ctx, u, ec2.NewDescribeInstancesPaginator(c, &ec2.DescribeInstancesInput{}), []string{"AWS::EC2::Instance"},
		func(page *ec2.DescribeInstancesOutput) {
			for i := range page.Reservations {
				for j := range page.Reservations[i].Instances {
					o := collect.Answer(page.Reservations[i].Instances[j])
					if goneState(o.Text("State.Name")) {
						continue
					}
					m.root[o.Text("InstanceId")] = o.Text("RootDeviceName")
					if !ec2Member(o, o.List("Tags"), fleets) {
						ec2Instance(u, o)
					}
				}
			}
		})
	return m
}

// ec2Member reports whether something starts an instance and replaces it.
func ec2Member(o collect.Object, tags []collect.Object, fleets fleetIDs) bool {
	if o.Get("Operator.Managed") == true { // by a service of AWS, such as EKS Auto Mode
		return true
	}
	for _, t := range tags {
		switch t.Text("Key") {
		case "aws:autoscaling:groupName", "karpenter.sh/nodepool", "karpenter.sh/provisioner-name", "aws:elasticmapreduce:job-flow-id":
			return true
		case "aws:ec2:fleet-id", "aws:ec2spot:fleet-request-id":
			if fleets.keeps(t.Text("Value")) {
				return true
			}
		}
	}
	return false
}

func ec2Instance(u *collect.Unit, o collect.Object) {
	o.Take("NetworkInterfaces")  // the subnet is that of the first
	o.Take("IamInstanceProfile") // says nothing about resilience
	o.Rename(
		"Placement.AvailabilityZone", "AvailabilityZone",
		"Placement.Tenancy", "Tenancy",
		"Placement.GroupName", "PlacementGroupName",
		"PublicIpAddress", "PublicIp",
		"PrivateIpAddress", "PrivateIp",
		"MaintenanceOptions.AutoRecovery", "AutoRecovery",
	)
	if state, ok := o.Take("Monitoring.State").(string); ok {
		o.Set("Monitoring", state == "enabled" || state == "pending")
	}
	for _, t := range o.List("Tags") {
		switch t.Text("Key") {
		case "aws:ec2launchtemplate:id":
			o.Set("LaunchTemplate.LaunchTemplateId", t.Text("Value"))
		case "aws:ec2launchtemplate:version":
			o.Set("LaunchTemplate.Version", t.Text("Value"))
		}
	}
	id := o.Text("InstanceId")
	ec2Add(u, "Instance", "instance", id, o)
	u.NotRead(u.ARN("ec2", "instance/"+id), "ec2:DescribeInstanceAttribute (not asked, one call for each instance)", "DisableApiTermination")
}

// ec2Templates reads launch templates with the settings of their latest version, which is
// what a template of CloudFormation has; which version is the default one is beside it.
// User data is dropped by package collect.
func ec2Templates(ctx context.Context, u *collect.Unit, c *ec2.Client) {
	arn := func(id string) string { return u.ARN("ec2", "launch-template/"+id) }
	var ids []string
	collect.Pages(ctx, u, ec2.NewDescribeLaunchTemplatesPaginator(c, &ec2.DescribeLaunchTemplatesInput{}), []string{"AWS::EC2::LaunchTemplate"},
		func(page *ec2.DescribeLaunchTemplatesOutput) {
			for i := range page.LaunchTemplates {
				o := collect.Answer(page.LaunchTemplates[i])
				id := o.Text("LaunchTemplateId")
				ec2Add(u, "LaunchTemplate", "launch-template", id, o)
				ids = append(ids, id)
			}
		})
	if len(ids) == 0 {
		return
	}
	read := map[string]bool{}
	// Without an ID the call lists the latest versions of all templates.
	p := ec2.NewDescribeLaunchTemplateVersionsPaginator(c, &ec2.DescribeLaunchTemplateVersionsInput{Versions: []string{"$Latest"}})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			for _, id := range ids {
				if !read[id] {
					u.Part(err, arn(id), []string{"LaunchTemplateData"})
				}
			}
			return
		}
		for i := range page.LaunchTemplateVersions {
			o := collect.Answer(page.LaunchTemplateVersions[i])
			id := o.Text("LaunchTemplateId")
			read[id] = true
			u.Extend(arn(id), collect.Object{"LaunchTemplateData": o.Get("LaunchTemplateData")})
		}
	}
}
