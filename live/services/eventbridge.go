package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/faultline-dev/faultline/live/collect"
)

// eventbridgeService reads buses, and the rules that somebody made: those that AWS
// manages for its services come and go with them.
func eventbridgeService() *collect.Service {
	return &collect.Service{
		Name: "eventbridge", SDK: "EventBridge", IAM: "events",
		Calls: collect.Ops("ListEventBuses", "DescribeEventBus", "ListRules", "ListTargetsByRule", "ListTagsForResource"),
		Types: []string{"AWS::Events::EventBus", "AWS::Events::Rule"},
		Read:  readEventBridge,
	}
}

func readEventBridge(ctx context.Context, u *collect.Unit) {
	c := eventbridge.NewFromConfig(u.Config)
	var buses, rules []named
	turns(u, []string{"AWS::Events::EventBus", "AWS::Events::Rule"}, func(token *string) (*string, error) {
		out, err := c.ListEventBuses(ctx, &eventbridge.ListEventBusesInput{NextToken: token})
		if err != nil {
			return nil, err
		}
		for i := range out.EventBuses {
			o := collect.Answer(out.EventBuses[i])
			buses = append(buses, named{o.Text("Name"), o.Text("Arn")})
			u.Add(collect.Found{Type: "AWS::Events::EventBus", Ref: o.Text("Name"), ARN: o.Text("Arn"), Properties: o})
		}
		return out.NextToken, nil
	})
	for _, bus := range buses {
		out, err := c.DescribeEventBus(ctx, &eventbridge.DescribeEventBusInput{Name: &bus.name})
		if u.Part(err, bus.arn, []string{"DeadLetterConfig", "KmsKeyIdentifier"}, notThere) {
			u.Extend(bus.arn, collect.Answer(*out))
		}
		bus.tags(ctx, u, c)
	}
	satellites(u, buses, []string{"AWS::Events::Rule"}, func(bus named) error {
		var token *string
		for {
			out, err := c.ListRules(ctx, &eventbridge.ListRulesInput{EventBusName: &bus.name, NextToken: token})
			if err != nil {
				return err
			}
			for i := range out.Rules {
				if out.Rules[i].ManagedBy != nil && *out.Rules[i].ManagedBy != "" {
					continue
				}
				o := collect.Answer(out.Rules[i])
				o.Set("EventBusName", bus.name)
				rule := named{o.Text("Name"), o.Text("Arn")}
				u.Add(collect.Found{Type: "AWS::Events::Rule", Ref: rule.name, ARN: rule.arn, Properties: o})
				rule.targets(ctx, u, c, bus.name)
				rules = append(rules, rule)
			}
			if token = out.NextToken; token == nil || *token == "" {
				return nil
			}
		}
	}, notThere)
	for _, rule := range rules {
		rule.tags(ctx, u, c)
	}
}

// named is a bus or a rule.
type named struct{ name, arn string }

func (n named) tags(ctx context.Context, u *collect.Unit, c *eventbridge.Client) {
	out, err := c.ListTagsForResource(ctx, &eventbridge.ListTagsForResourceInput{ResourceARN: &n.arn})
	if u.Part(err, n.arn, []string{"Tags"}, notThere) {
		u.Extend(n.arn, collect.Object{"Tags": collect.Answer(*out)["Tags"]})
	}
}

func (n named) targets(ctx context.Context, u *collect.Unit, c *eventbridge.Client, bus string) {
	var targets []any
	var token *string
	for {
		out, err := c.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: &n.name, EventBusName: &bus, NextToken: token})
		if !u.Part(err, n.arn, []string{"Targets"}, notThere) {
			return
		}
		for i := range out.Targets {
			o := collect.Answer(out.Targets[i])
			o.Rename(
				"EcsParameters.NetworkConfiguration.AwsvpcConfiguration", "EcsParameters.NetworkConfiguration.AwsVpcConfiguration",
				"EcsParameters.PlacementStrategy", "EcsParameters.PlacementStrategies",
			)
			targets = append(targets, map[string]any(o))
		}
		if token = out.NextToken; token == nil || *token == "" {
			break
		}
	}
	if len(targets) > 0 {
		u.Extend(n.arn, collect.Object{"Targets": targets})
	}
}
