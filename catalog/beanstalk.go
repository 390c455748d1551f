package catalog

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// beanstalkOption is a setting of an Elastic Beanstalk environment.
type beanstalkOption struct{ namespace, name string }

// beanstalkAttributes are the settings that decide how an environment fails, and the
// attributes that hold them. Names and defaults are those of
// https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html.
func beanstalkAttribute(o beanstalkOption) (string, bool) {
	switch o {
	case beanstalkOption{"aws:autoscaling:asg", "Availability Zones"}:
		return "availability_zones", true
	case beanstalkOption{"aws:autoscaling:asg", "MaxSize"}:
		return "max_size", true
	case beanstalkOption{"aws:autoscaling:asg", "MinSize"}:
		return "min_size", true
	case beanstalkOption{"aws:ec2:vpc", "ELBSubnets"}:
		return "balancer_subnets", true
	case beanstalkOption{"aws:ec2:vpc", "Subnets"}:
		return "subnets", true
	case beanstalkOption{"aws:elasticbeanstalk:environment", "EnvironmentType"}:
		return "environment_type", true
	case beanstalkOption{"aws:elasticbeanstalk:healthreporting:system", "SystemType"}:
		return "health_reporting", true
	case beanstalkOption{"aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"}:
		return "managed_updates", true
	}
	return "", false
}

// beanstalkSettings gives an environment attributes for the settings that matter,
// which it has as a list of names and values. Where the whole list is unknown, or a
// name in it, or a saved configuration is used, each of them may be set and is unknown.
func beanstalkSettings(r *graph.Resource) {
	const list = graph.Path("setting")
	settings, _ := r.Attributes[string(list)].([]any)
	moved := map[graph.Path]graph.Path{}
	var doubts []graph.Unknown
	for _, u := range r.Unknown {
		if related(u.Path, "setting.namespace") || related(u.Path, "setting.name") {
			doubts = append(doubts, u)
		}
	}
	if present(r, "template_name") {
		doubts = append(doubts, graph.Unknown{Path: "template_name", Needs: []string{"what template_name of " + r.ID + " sets"}})
	}
	for i, s := range settings {
		block, _ := s.(map[string]any)
		at := list.Index(i)
		namespace, _ := block["namespace"].(string)
		name, _ := block["name"].(string)
		attribute, ok := beanstalkAttribute(beanstalkOption{namespace, name})
		if !ok {
			continue
		}
		a, _ := find(lookup(r.Type).Attributes, attribute)
		r.Attributes[attribute] = scalar(a.Kind, block["value"])
		moved[at.Attr("value")] = graph.Path(attribute)
		r.Folded(graph.Path(attribute), r.ID, at.Attr("value"))
	}
	if len(moved) > 0 {
		movePaths(r, func(p graph.Path) graph.Path {
			for from, to := range moved {
				if from.Contains(p) {
					return to + p[len(from):]
				}
			}
			return p
		})
	}
	if len(doubts) == 0 {
		return
	}
	for _, attribute := range []string{
		"availability_zones", "balancer_subnets", "environment_type", "health_reporting", "managed_updates", "max_size",
		"min_size", "subnets",
	} {
		if !present(r, attribute) {
			r.Unknown = append(slices.Clip(r.Unknown), graph.Unknown{Path: graph.Path(attribute), Needs: needs(doubts)})
		}
	}
}
