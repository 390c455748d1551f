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

test_related if {
	traffic.related({"id": "lb"}) == [{"resource": "shop", "note": "leads to it"}] with input as world
}

test_administrative if {
	traffic.administrative({"id": "aws_instance.bastion_a"})
	traffic.administrative({"id": "aws_instance.x", "tags": {"Name": "prod JumpBox"}})
	not traffic.administrative({"id": "aws_instance.web", "tags": {"Name": "shop"}})
}
