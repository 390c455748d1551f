package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/autoscaling"

	"github.com/faultline-dev/faultline/live/collect"
)

// autoscalingService reads Auto Scaling groups, with what scales them. The groups of
// managed node groups of EKS are left out: the node group, which eks reads, is what a
// template has, and who made it cannot change the group.
func autoscalingService() *collect.Service {
	return &collect.Service{
		Name: "autoscaling", SDK: "Auto Scaling",
		Calls: collect.Ops("DescribeAutoScalingGroups", "DescribeLaunchConfigurations", "DescribePolicies", "DescribeScheduledActions",
			"DescribeNotificationConfigurations"),
		Types: []string{
			"AWS::AutoScaling::AutoScalingGroup", "AWS::AutoScaling::LaunchConfiguration", "AWS::AutoScaling::ScalingPolicy",
			"AWS::AutoScaling::ScheduledAction",
		},
		Read: readAutoscaling,
	}
}

func readAutoscaling(ctx context.Context, u *collect.Unit) {
	c := autoscaling.NewFromConfig(u.Config)
	groups := map[string]string{} // name → ARN
	foreign := map[string]bool{}  // those that are left out
	collect.Pages(ctx, u, autoscaling.NewDescribeAutoScalingGroupsPaginator(c, &autoscaling.DescribeAutoScalingGroupsInput{}),
		[]string{"AWS::AutoScaling::AutoScalingGroup"},
		func(page *autoscaling.DescribeAutoScalingGroupsOutput) {
			for i := range page.AutoScalingGroups {
				o := collect.Answer(page.AutoScalingGroups[i])
				name := o.Text("AutoScalingGroupName")
				if asgManaged(o) || o.Text("Status") != "" { // set while it is being deleted
					foreign[name] = true
					continue
				}
				groups[name] = asgGroup(u, o)
			}
		})
	collect.Pages(ctx, u, autoscaling.NewDescribeLaunchConfigurationsPaginator(c, &autoscaling.DescribeLaunchConfigurationsInput{}),
		[]string{"AWS::AutoScaling::LaunchConfiguration"},
		func(page *autoscaling.DescribeLaunchConfigurationsOutput) {
			for i := range page.LaunchConfigurations {
				o := collect.Answer(page.LaunchConfigurations[i])
				o.Rename("InstanceMonitoring.Enabled", "InstanceMonitoring")
				u.Add(collect.Found{
					Type: "AWS::AutoScaling::LaunchConfiguration", Ref: o.Text("LaunchConfigurationName"), ARN: o.Text("LaunchConfigurationARN"), Properties: o,
				})
			}
		})
	collect.Pages(ctx, u, autoscaling.NewDescribePoliciesPaginator(c, &autoscaling.DescribePoliciesInput{}),
		[]string{"AWS::AutoScaling::ScalingPolicy"},
		func(page *autoscaling.DescribePoliciesOutput) {
			for i := range page.ScalingPolicies {
				o := collect.Answer(page.ScalingPolicies[i])
				if !foreign[o.Text("AutoScalingGroupName")] {
					u.Add(collect.Found{Type: "AWS::AutoScaling::ScalingPolicy", Ref: o.Text("PolicyARN"), ARN: o.Text("PolicyARN"), Properties: o})
				}
			}
		})
	collect.Pages(ctx, u, autoscaling.NewDescribeScheduledActionsPaginator(c, &autoscaling.DescribeScheduledActionsInput{}),
		[]string{"AWS::AutoScaling::ScheduledAction"},
		func(page *autoscaling.DescribeScheduledActionsOutput) {
			for i := range page.ScheduledUpdateGroupActions {
				o := collect.Answer(page.ScheduledUpdateGroupActions[i])
				if !foreign[o.Text("AutoScalingGroupName")] {
					u.Add(collect.Found{
						Type: "AWS::AutoScaling::ScheduledAction", Ref: o.Text("ScheduledActionName"), ARN: o.Text("ScheduledActionARN"), Properties: o,
					})
				}
			}
		})
	asgNotifications(ctx, u, c, groups)
}

// asgManaged reports whether a service keeps a group for itself.
func asgManaged(o collect.Object) bool {
	return o.Get("Operator.Managed") == true || slices.ContainsFunc(o.List("Tags"), func(t collect.Object) bool {
		return t.Text("Key") == "eks:nodegroup-name"
	})
}

func asgGroup(u *collect.Unit, o collect.Object) string {
	if subnets := o.Text("VPCZoneIdentifier"); subnets != "" {
		var list []any
		for id := range strings.SplitSeq(subnets, ",") {
			list = append(list, strings.TrimSpace(id))
		}
		o.Set("VPCZoneIdentifier", list)
		o.Take("AvailabilityZones") // those of the subnets, which a template does not write beside them
	}
	o.Rename("DefaultCooldown", "Cooldown")
	o.Each("SuspendedProcesses", "ProcessName", "SuspendedProcesses")
	o.Sort("SuspendedProcesses")
	if metrics := o.List("EnabledMetrics"); len(metrics) > 0 {
		o.Each("EnabledMetrics", "Metric", "Metrics")
		o.Set("MetricsCollection", []any{map[string]any{"Granularity": metrics[0].Text("Granularity"), "Metrics": o.Take("Metrics")}})
	}
	// The API lists every balancer as a traffic source as well.
	if list := o.List("TrafficSources"); list != nil {
		attached := []any{}
		for _, name := range []string{"TargetGroupARNs", "LoadBalancerNames"} {
			names, _ := o.Get(name).([]any)
			attached = append(attached, names...)
		}
		other := []any{}
		for _, source := range list {
			if !slices.Contains(attached, source.Get("Identifier")) {
				other = append(other, map[string]any(source))
			}
		}
		o.Set("TrafficSources", other)
	}
	arn := o.Text("AutoScalingGroupARN")
	u.Add(collect.Found{Type: "AWS::AutoScaling::AutoScalingGroup", Ref: o.Text("AutoScalingGroupName"), ARN: arn, Properties: o})
	return arn
}

// asgNotifications adds to groups who is told of what happens in them: a configuration
// for each topic, of which the API lists one entry for each type of notification.
func asgNotifications(ctx context.Context, u *collect.Unit, c *autoscaling.Client, groups map[string]string) {
	topics := map[string][]collect.Object{}
	p := autoscaling.NewDescribeNotificationConfigurationsPaginator(c, &autoscaling.DescribeNotificationConfigurationsInput{})
	for len(groups) > 0 && p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			for _, arn := range slices.Sorted(maps.Values(groups)) {
				u.Part(err, arn, []string{"NotificationConfigurations"})
			}
			return
		}
		for i := range page.NotificationConfigurations {
			o := collect.Answer(page.NotificationConfigurations[i])
			name, topic, typ := o.Text("AutoScalingGroupName"), o.Text("TopicARN"), o.Text("NotificationType")
			at := slices.IndexFunc(topics[name], func(t collect.Object) bool { return t.Text("TopicARN") == topic })
			if at < 0 {
				topics[name] = append(topics[name], collect.Object{"TopicARN": topic, "NotificationTypes": []any{typ}})
				continue
			}
			types, _ := topics[name][at]["NotificationTypes"].([]any)
			topics[name][at]["NotificationTypes"] = append(types, typ)
		}
	}
	for name, configurations := range topics {
		list := make([]any, len(configurations))
		for i, c := range configurations {
			list[i] = map[string]any(c)
		}
		u.Extend(groups[name], collect.Object{"NotificationConfigurations": list})
	}
}
