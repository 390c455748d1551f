# METADATA
# description: Where requests to a resource come from, in words for messages.
package lib.traffic

import data.lib.graph
import data.lib.say

# Records, distributions and balancers that lead to r, nearest to the user first. A name that
# leads to several target groups is left out: which of its requests reach r is up to rules.
fronts(r) := array.concat([f | some f in _of(r, _names); _narrow(f, r)], _of(r, _balancers))

# "; a and b lead to it" as the ending of a sentence, or nothing.
leads(r) := "" if count(fronts(r)) == 0

leads(r) := sprintf("; %s leads to it", [say.names(_ids(r))]) if count(fronts(r)) == 1

leads(r) := sprintf("; %s lead to it", [say.names(_ids(r))]) if count(fronts(r)) > 1

# The same as related resources.
related(r) := [{"resource": id, "note": "leads to it"} | some id in array.slice(_ids(r), 0, 3)]

# A name that tells a machine for administrators and builds from a service.
administrative(r) if regex.match(`(?i)bastion|jump[-_ ]?(box|host|server)|desktop|workstation|jenkins|runner|build[-_ ]?(agent|box|host|server)|ci[-_]?agent`, concat(" ", array.concat([r.id], [v | some v in object.get(r, "tags", {})])))

_names := {"aws_route53_record", "aws_cloudfront_distribution", "aws_globalaccelerator_accelerator"}

_balancers := {"aws_lb", "aws_elb"}

_narrow(f, r) if {
	groups := {t.id | some t in graph.reach(f.id, ["routes_to"]); t.type == "aws_lb_target_group"}
	behind := {t.id | some t in graph.reach(r.id, ["routes_to"]); t.type == "aws_lb_target_group"}
	count(groups - behind) < 2
}

_of(r, types) := [f | some f in graph.reached_from(r.id, ["routes_to"]); f.type in types]

_ids(r) := [f.id | some f in fronts(r)]
