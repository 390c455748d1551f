# METADATA
# title: App Service plan of a web app runs fewer than two workers
# description: |
#   With a single worker every failure, every update of the platform and every restart fails all requests
#   to the apps of the plan until another worker has started. What an autoscale setting keeps at least
#   decides, where there is one.
#
#   Plans without a web app, consumption and elastic plans, plans that scale by themselves
#   (premium_plan_auto_scale_enabled), and Free, Shared and Basic ones, which are made for trials, are
#   not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-app-service
# custom:
#   severity: high
#   theme: spof
#   types: [azurerm_service_plan]
#   reads: [azurerm_monitor_autoscale_setting, azurerm_linux_web_app, azurerm_windows_web_app]
#   controls: [azure-appservice-instances]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [855ca19a]
#   remediation:
#     terraform: Set worker_count to 2 or more (1 when absent; 3 with zone_balancing_enabled), or profile.capacity.minimum to 2 or more in its azurerm_monitor_autoscale_setting.
package rules.azurerm.service_plan.single_instance

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "worker_count",
	"message": sprintf("One worker lost fails every request to %s until another has started. %s keeps a single one.", [say.names(apps(r)), r.id]),
	"related": array.concat([{"resource": s.id, "note": "may scale it down to that"} | some s in settings(r)], [{"resource": id, "note": "runs in the plan"} | some id in array.slice(apps(r), 0, 3)]),
} if {
	some r in input.resources.azurerm_service_plan
	count(apps(r)) > 0
	sized(r)
	not attr.unknown(r, "sku_name")
	attr.is_false(r, "premium_plan_auto_scale_enabled")
	kept(r) < 2
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s runs two workers at least.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.azurerm_service_plan
	count(apps(r)) > 0
	not unsized(r)
	not attr.is_true(r, "premium_plan_auto_scale_enabled")
	not enough(r)
	count(doubts(r)) > 0
}

apps(r) := [a.id |
	some a in graph.sources(r.id, "member_of")
	a.type in {"azurerm_linux_web_app", "azurerm_windows_web_app"}
	not a.may_exist
]

settings(r) := [s | some s in graph.targets(r.id, "scaled_by"); attr.is_true(s, "enabled")]

# The smallest of all profiles of all settings, else the number of the plan itself; a plan that
# names none has one worker.
kept(r) := min(minimums(r)) if count(minimums(r)) > 0

kept(r) := object.get(r.attributes, "worker_count", 1) if {
	count(settings(r)) == 0
	not attr.unknown(r, "worker_count")
}

minimums(r) := {n |
	some s in settings(r)
	not s.may_exist
	n := s.attributes.profile[_].capacity[_].minimum
	is_number(n)
}

# Whatever is unknown, there are two.
enough(r) if {
	count(doubts(r) - absences(r)) == 0
	kept(r) > 1
}

doubts(r) := (own(r) | scaling(r)) | absences(r)

own(r) := {{"resource": r.id, "path": "worker_count"} |
	count(settings(r)) == 0
	attr.unknown(r, "worker_count")
} | {{"resource": r.id, "path": path} |
	some path in {"sku_name", "premium_plan_auto_scale_enabled"}
	attr.unknown(r, path)
}

scaling(r) := {{"resource": s.id, "path": path} |
	some s in graph.targets(r.id, "scaled_by")
	some path in {"profile", "enabled"}
	attr.unknown(s, path)
	open(s, path)
}

open(_, "enabled")

open(s, "profile") if {
	some path, _ in s.unknown
	regex.match(`^profile(\[\d+\](\.capacity(\[\d+\](\.minimum)?)?)?)?$`, path)
}

absences(r) := {part | some part in absent.unknown(r, "scaled_by")}

sized(r) if regex.match(_sized, r.attributes.sku_name)

unsized(r) if not regex.match(_sized, r.attributes.sku_name)

_sized := `^(S\d|P\d+m?v\d|I\d+m?(v2)?)$`
