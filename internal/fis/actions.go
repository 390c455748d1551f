package fis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// step is what one action does to one target.
type step struct {
	action string // ID
	role   string // name that the action has for its targets
	doing  string
	params map[string]any
	target target
}

// point makes the experiment of a component.
func (x *exporter) point(e failure.Event) {
	switch e.Kind {
	case failure.Instance:
	case failure.Region, failure.Account: // the model has no event of an account
		x.gap(e, nil, "FIS cannot take a region away")
		return
	case failure.Zone: // of something of which nothing says where it is
		x.gap(e, x.m.Graph().Resource(strings.TrimPrefix(e.ID, "?")), "nothing says in which zone it is; the experiments of the zones cover those that it may be in")
		return
	}
	r := x.m.Graph().Resource(e.ID)
	if r == nil {
		return
	}
	s, reason := x.component(r)
	if s == nil {
		x.gap(e, r, reason)
		return
	}
	if reason != "" {
		x.gap(e, r, reason)
	}
	x.add(e, r.Scope.Region, map[string]target{"Target": s.target}, map[string]action{"Lose": s.toAction("Target")})
}

func (s *step) toAction(name string) action {
	return action{ActionID: s.action, Description: short(s.doing, 512), Parameters: s.params, Targets: map[string]string{s.role: name}}
}

// component is how FIS takes one component away. A step with a reason does less than
// the loss does.
func (x *exporter) component(r *graph.Resource) (*step, string) {
	switch r.Type {
	case "aws_instance", "aws_autoscaling_group":
		return x.instances(r, "")
	case "aws_db_instance", "aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance":
		return x.database(r, "")
	case "aws_rds_cluster", "aws_docdb_cluster":
		return x.cluster(r, "")
	case "aws_ecs_service":
		return x.tasks(r, "")
	case "aws_eks_node_group":
		t, reason := x.byTags(r, "aws:eks:nodegroup")
		if reason != "" {
			return nil, reason
		}
		return &step{action: "aws:eks:terminate-nodegroup-instances", role: "Nodegroups", doing: "Terminates the nodes of " + r.ID, params: map[string]any{"instanceTerminationPercentage": "100"}, target: t}, ""
	case "aws_vpc_endpoint":
		t, reason := x.byTags(r, "aws:ec2:vpc-endpoint")
		if reason != "" {
			return nil, reason
		}
		return &step{action: "aws:network:disrupt-vpc-endpoint", role: "VPCEndpoints", doing: "Blocks " + r.ID, params: map[string]any{"duration": ref(durationParameter)}, target: t}, ""
	case "aws_elasticache_replication_group":
		return nil, "FIS interrupts the power of a replication group only in one zone, and only with Multi-AZ"
	case "aws_nat_gateway":
		return nil, "FIS has no action for NAT gateways; to disrupt the subnet of this one takes along what else is in it"
	default:
		return nil, "FIS has no action for " + r.Type
	}
}

// instances stops EC2 instances: one, or those of a group; in one zone, or all.
func (x *exporter) instances(r *graph.Resource, zone string) (*step, string) {
	t := target{ResourceType: "aws:ec2:instance", SelectionMode: "ALL"}
	switch r.Type {
	case "aws_autoscaling_group":
		name, _ := r.Attributes["name"].(string)
		if name == "" {
			return nil, "its name is not known, by which FIS finds its instances"
		}
		t.ResourceTags = map[string]string{"aws:autoscaling:groupName": name}
	case "aws_eks_node_group":
		name, _ := r.Attributes["node_group_name"].(string)
		if name == "" {
			return nil, "its name is not known, by which FIS finds its instances"
		}
		t.ResourceTags = map[string]string{"eks:nodegroup-name": name}
	default:
		found, reason := x.byTags(r, "aws:ec2:instance")
		if reason != "" {
			return nil, reason
		}
		t.ResourceTags = found.ResourceTags
	}
	t.Filters = []filter{{Path: "State.Name", Values: []string{"running"}}}
	if zone != "" {
		t.Filters = append(t.Filters, filter{Path: "Placement.AvailabilityZone", Values: []string{zone}})
	}
	return &step{
		action: "aws:ec2:stop-instances", role: "Instances", doing: "Stops the instances of " + r.ID, target: t,
		params: map[string]any{"startInstancesAfterDuration": ref(durationParameter), "completeIfInstancesTerminated": "true"},
	}, ""
}

// database reboots a database instance, with a failover where there is a standby.
func (x *exporter) database(r *graph.Resource, zone string) (*step, string) {
	if r.Type == "aws_neptune_cluster_instance" {
		return nil, "FIS has no action for Neptune"
	}
	t, where, reason := x.inZone(r, arn{"aws:rds:db", "rds", "db:", "identifier"}, "availabilityZoneIdentifiers", zone)
	if reason != "" {
		return nil, reason
	}
	s := &step{action: "aws:rds:reboot-db-instances", role: "DBInstances", doing: "Reboots " + r.ID + where, target: t}
	if r.Attributes["multi_az"] == true {
		s.params = map[string]any{"forceFailover": "true"}
		s.doing += " with a failover to its standby"
		return s, ""
	}
	return s, "FIS can only reboot it, which is over within minutes; a restore after its loss takes longer"
}

// cluster fails a database cluster over to another member.
func (x *exporter) cluster(r *graph.Resource, zone string) (*step, string) {
	t, where, reason := x.inZone(r, arn{"aws:rds:cluster", "rds", "cluster:", "cluster_identifier"}, "writerAvailabilityZoneIdentifiers", zone)
	if reason != "" {
		return nil, reason
	}
	return &step{action: "aws:rds:failover-db-cluster", role: "Clusters", doing: "Fails " + r.ID + " over" + where, target: t}, ""
}

// tasks stops the tasks of an ECS service, in one zone or all.
func (x *exporter) tasks(r *graph.Resource, zone string) (*step, string) {
	name, _ := r.Attributes["name"].(string)
	cluster := ""
	for _, c := range x.m.Graph().Targets(r.ID, graph.PlacedIn) {
		if c.Type == "aws_ecs_cluster" {
			cluster, _ = c.Attributes["name"].(string)
		}
	}
	if name == "" || cluster == "" {
		return nil, "its name, or that of its cluster, is not known, by which FIS finds its tasks"
	}
	t := target{ResourceType: "aws:ecs:task", Parameters: map[string]string{"cluster": cluster, "service": name}, SelectionMode: "ALL"}
	if zone != "" {
		t.Filters = []filter{{Path: "AvailabilityZone", Values: []string{zone}}}
	}
	return &step{action: "aws:ecs:stop-task", role: "Tasks", doing: "Stops the tasks of " + r.ID, target: t}, ""
}

// zone makes the experiment of a zone: its subnets are cut off, its instances stopped,
// and what has a standby elsewhere fails over.
func (x *exporter) zone(e failure.Event) {
	region := x.m.RegionOf(e.ID)
	if region == "" || strings.HasPrefix(region, "?") || strings.HasPrefix(e.ID, "?") || !strings.HasPrefix(e.ID, region) {
		x.gap(e, nil, "FIS knows the zones of AWS by their names only")
		return
	}
	if strings.HasPrefix(strings.TrimPrefix(e.ID, region), "-") && !strings.Contains(region, "-") {
		x.gap(e, nil, "FIS is a service of AWS")
		return
	}
	targets, actions := map[string]target{}, map[string]action{}
	add := func(r *graph.Resource, s *step) {
		if len(actions) == mostActions {
			x.gap(e, r, fmt.Sprintf("an experiment has at most %d actions", mostActions))
			return
		}
		name := short(logical(r.ID), 56)
		for base, n := name, 2; ; n++ {
			if _, taken := targets[name]; !taken {
				break
			}
			name = fmt.Sprintf("%s%d", base, n)
		}
		targets[name], actions[name] = s.target, s.toAction(name)
	}
	x.subnets(e, add)
	for _, r := range x.resources {
		at := x.m.Placement(r)
		if !at.Zonal || !slices.Contains(at.Zones, e.ID) {
			continue
		}
		s, reason := x.inZoneLost(r, e.ID)
		if reason != "" {
			x.gap(e, r, reason)
		}
		if s != nil {
			add(r, s)
		}
	}
	x.clusters(e, add)
	x.add(e, region, targets, actions)
}

// inZoneLost is how FIS takes what a resource has in a zone. Neither a step nor a reason
// means that it goes with its subnets.
func (x *exporter) inZoneLost(r *graph.Resource, zone string) (*step, string) {
	switch r.Type {
	case "aws_instance", "aws_autoscaling_group", "aws_eks_node_group":
		return x.instances(r, zone)
	case "aws_ecs_service":
		return x.tasks(r, zone)
	case "aws_db_instance":
		if r.Attributes["multi_az"] != true {
			return nil, "FIS cannot take a database without a standby out of its zone. What is done to its subnets reaches it"
		}
		return x.database(r, zone)
	case "aws_elasticache_replication_group":
		if r.Attributes["multi_az_enabled"] != true {
			return nil, "FIS interrupts the power of replication groups with Multi-AZ only. What is done to its subnets reaches it"
		}
		return x.cache(r, zone)
	default:
		return nil, ""
	}
}

// clusters fails over the database clusters that have a member in the zone.
func (x *exporter) clusters(e failure.Event, add func(*graph.Resource, *step)) {
	for _, c := range x.resources {
		if c.Type != "aws_rds_cluster" && c.Type != "aws_docdb_cluster" {
			continue
		}
		if !slices.ContainsFunc(x.m.Graph().Sources(c.ID, graph.MemberOf), func(member *graph.Resource) bool {
			return slices.Contains(x.m.Placement(member).Zones, e.ID)
		}) {
			continue
		}
		s, reason := x.cluster(c, e.ID)
		if reason != "" {
			x.gap(e, c, reason)
			continue
		}
		add(c, s)
	}
}

func (x *exporter) cache(r *graph.Resource, zone string) (*step, string) {
	t, reason := x.byARN(r, arn{"aws:elasticache:replicationgroup", "elasticache", "replicationgroup:", "replication_group_id"})
	if reason != "" {
		return nil, reason
	}
	t.Parameters = map[string]string{"availabilityZoneIdentifier": zone}
	return &step{
		action: "aws:elasticache:replicationgroup-interrupt-az-power", role: "ReplicationGroups", doing: "Interrupts the nodes of " + r.ID + " in the zone",
		params: map[string]any{"duration": ref(durationParameter)}, target: t,
	}, ""
}
