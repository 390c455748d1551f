package services

import (
	"context"
	"maps"
	"slices"
	"strings"

	scaling "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// applicationScalingService reads what Application Auto Scaling scales, and how. Its calls
// answer for one service at a time, so all are asked.
func applicationScalingService() *collect.Service {
	return &collect.Service{
		Name: "application-autoscaling", SDK: "Application Auto Scaling",
		Calls: collect.Ops("DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"),
		Types: []string{"AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy"},
		Read:  readApplicationScaling,
	}
}

func readApplicationScaling(ctx context.Context, u *collect.Unit) {
	c := scaling.NewFromConfig(u.Config)
	for _, namespace := range types.ServiceNamespace("").Values() {
		targets, there := scalingTargets(ctx, u, c, namespace)
		if !there {
			continue
		}
		scalingPolicies(ctx, u, c, namespace)
		if len(targets) > 0 {
			scalingSchedules(ctx, u, c, namespace, targets)
		}
	}
}

// scalingTargets records the targets of one service, by their key. It reports false where
// the region does not know the service, or the answer cannot be had.
func scalingTargets(ctx context.Context, u *collect.Unit, c *scaling.Client, of types.ServiceNamespace) (arns map[string]string, there bool) {
	arns = map[string]string{}
	p := scaling.NewDescribeScalableTargetsPaginator(c, &scaling.DescribeScalableTargetsInput{ServiceNamespace: of})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if collect.Code(err) == "ValidationException" {
			return arns, false // the only thing asked for is a service that this region does not scale
		}
		if u.Failed(err, "AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy") {
			return arns, false
		}
		for i := range page.ScalableTargets {
			o := collect.Answer(page.ScalableTargets[i])
			key := scalingKey(o)
			ref := strings.Join([]string{o.Text("ResourceId"), o.Text("ScalableDimension"), o.Text("ServiceNamespace")}, "|")
			arn := o.Text("ScalableTargetARN")
			if arn == "" {
				arn = u.ARN("application-autoscaling", "scalable-target/"+key)
			}
			arns[key] = arn
			u.Add(collect.Found{Type: "AWS::ApplicationAutoScaling::ScalableTarget", Ref: ref, ARN: arn, Properties: o})
		}
	}
	return arns, true
}

// scalingKey tells the targets of a service apart.
func scalingKey(o collect.Object) string {
	return o.Text("ResourceId") + "/" + o.Text("ScalableDimension")
}

func scalingPolicies(ctx context.Context, u *collect.Unit, c *scaling.Client, of types.ServiceNamespace) {
	collect.Pages(ctx, u, scaling.NewDescribeScalingPoliciesPaginator(c, &scaling.DescribeScalingPoliciesInput{ServiceNamespace: of}),
		[]string{"AWS::ApplicationAutoScaling::ScalingPolicy"},
		func(page *scaling.DescribeScalingPoliciesOutput) {
			for i := range page.ScalingPolicies {
				o := collect.Answer(page.ScalingPolicies[i])
				u.Add(collect.Found{
					Type: "AWS::ApplicationAutoScaling::ScalingPolicy", Ref: o.Text("PolicyARN"), ARN: o.Text("PolicyARN"), Properties: o,
				})
			}
		})
}

// scalingSchedules adds their scheduled actions to targets, of which they are a property.
func scalingSchedules(ctx context.Context, u *collect.Unit, c *scaling.Client, of types.ServiceNamespace, targets map[string]string) {
	schedules := map[string][]any{}
	p := scaling.NewDescribeScheduledActionsPaginator(c, &scaling.DescribeScheduledActionsInput{ServiceNamespace: of})
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			for _, arn := range slices.Sorted(maps.Values(targets)) {
				u.Part(err, arn, []string{"ScheduledActions"})
			}
			return
		}
		for i := range page.ScheduledActions {
			o := collect.Answer(page.ScheduledActions[i])
			key := scalingKey(o)
			schedules[key] = append(schedules[key], map[string]any(o))
		}
	}
	for key, list := range schedules {
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(scheduleName(a), scheduleName(b)) })
		u.Extend(targets[key], collect.Object{"ScheduledActions": list})
	}
}

func scheduleName(v any) string {
	o, _ := v.(map[string]any)
	return collect.Object(o).Text("ScheduledActionName")
}
