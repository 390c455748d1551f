package lib.traffic_test

import data.lib.traffic

world := {
	"resources": {
		"aws_lb": [{"id": "lb", "type": "aws_lb"}],
		"aws_lb_target_group": [{"id": "tg", "type": "aws_lb_target_group"}],
		"aws_route53_record": [{"id": "shop", "type": "aws_route53_record"}],
		"aws_instance": [{"id": "web", "type": "aws_instance"}],
	},
	"edges": [
		{"from": "shop", "to": "lb", "kind": "routes_to"},
		{"from": "lb", "to": "tg", "kind": "routes_to"},
		{"from": "tg", "to": "web", "kind": "routes_to"},
	],
}

test_leads if {
	traffic.leads({"id": "web"}) == "; shop and lb lead to it" with input as world
	traffic.leads({"id": "lb"}) == "; shop leads to it" with input as world
	traffic.leads({"id": "shop"}) == "" with input as world
}

test_shared_balancer if {
	shared := {
		"resources": object.union(world.resources, {"aws_lb_target_group": [{"id": id, "type": "aws_lb_target_group"} | some id in ["tg", "other"]]}),
		"edges": array.concat(world.edges, [{"from": "lb", "to": "other", "kind": "routes_to"}]),
	}
	traffic.leads({"id": "web"}) == "; lb leads to it" with input as shared
	traffic.leads({"id": "lb"}) == "; shop leads to it" with input as shared
}

test_related if {
	traffic.related({"id": "lb"}) == [{"resource": "shop", "note": "leads to it"}] with input as world
}

test_administrative if {
	traffic.administrative({"id": "aws_instance.bastion_a"})
	traffic.administrative({"id": "aws_instance.x", "tags": {"Name": "prod JumpBox"}})
	traffic.administrative({"id": "module.ci-agent-1.aws_autoscaling_group.this"})
	not traffic.administrative({"id": "aws_instance.web", "tags": {"Name": "shop"}})
}
