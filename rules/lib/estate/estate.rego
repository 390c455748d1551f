# METADATA
# description: What lies together although it is read apart, and what may be in it unseen.
package lib.estate

import data.lib.graph

# A network reaches over the regions of an account: what was read of one live account is one
# estate. Elsewhere it is what is configured together.
of(r) := r.account if {
	r.source == "live"
	r.account
} else := r.group

# hidden are resources of some types that may exist in the estate of r, of which nothing is
# known because they could not be listed: parts of what is unknown.
hidden(r, types) := {{"resource": h.id, "needs": object.get(h, "needs", [])} |
	some type in types
	some h in graph.of_type(type)
	h.data
	h.may_exist
	of(h) == of(r)
}
