package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/faultline-dev/faultline/live/collect"
)

// fleetIDs are the fleets that keep instances running.
type fleetIDs struct {
	known map[string]bool
	// all is set where every fleet is among the known ones.
	all bool
}

// keeps reports whether a fleet keeps its instances running, or may.
func (f fleetIDs) keeps(id string) bool { return f.known[id] || !f.all }

// ec2Fleets reads fleets, spot fleets and placement groups, and returns the IDs of the
// fleets: what they start is theirs. Fleets that start instances once and then end (those
// of type instant) are not listed by AWS, and nothing keeps their instances running.
func ec2Fleets(ctx context.Context, u *collect.Unit, c *ec2.Client) fleetIDs {
	ids := map[string]bool{}
	all := collect.Pages(ctx, u, ec2.NewDescribeFleetsPaginator(c, &ec2.DescribeFleetsInput{}), []string{"AWS::EC2::EC2Fleet"},
		func(page *ec2.DescribeFleetsOutput) {
			for i := range page.Fleets {
				if o := collect.Answer(page.Fleets[i]); !goneState(o.Text("FleetState")) {
					ids[o.Text("FleetId")] = true
					ec2Add(u, "EC2Fleet", "fleet", o.Text("FleetId"), o)
				}
			}
		})
	all = collect.Pages(ctx, u, ec2.NewDescribeSpotFleetRequestsPaginator(c, &ec2.DescribeSpotFleetRequestsInput{}), []string{"AWS::EC2::SpotFleet"},
		func(page *ec2.DescribeSpotFleetRequestsOutput) {
			for i := range page.SpotFleetRequestConfigs {
				o := collect.Answer(page.SpotFleetRequestConfigs[i])
				if goneState(o.Text("SpotFleetRequestState")) {
					continue
				}
				o.Rename("SpotFleetRequestConfig", "SpotFleetRequestConfigData")
				ids[o.Text("SpotFleetRequestId")] = true
				ec2Add(u, "SpotFleet", "spot-fleet-request", o.Text("SpotFleetRequestId"), o)
			}
		}) && all
	if out, ok := collect.Ask(ctx, u, c.DescribePlacementGroups, &ec2.DescribePlacementGroupsInput{}, "AWS::EC2::PlacementGroup"); ok {
		for i := range out.PlacementGroups {
			o := collect.Answer(out.PlacementGroups[i])
			if name := o.Text("GroupName"); !goneState(o.Text("State")) {
				u.Add(collect.Found{Type: "AWS::EC2::PlacementGroup", Ref: name, ARN: u.ARN("ec2", "placement-group/"+name), Properties: o})
			}
		}
	}
	return fleetIDs{known: ids, all: all}
}
