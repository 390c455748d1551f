package lib.estate_test

import data.lib.estate

test_of if {
	estate.of({"group": "prod", "account": "1"}) == "prod"
	estate.of({"group": "prod", "source": "live"}) == "prod"
	estate.of({"group": "1/eu-west-1", "source": "live", "account": "1"}) == "1"
	estate.of({"group": "1/global", "source": "live", "account": "1"}) == "1"
}

unseen(account) := {
	"id": concat("/", [account, "gateway"]), "type": "gateway", "group": "x", "source": "live", "account": account,
	"data": true, "may_exist": true, "needs": ["a call"],
}

test_hidden if {
	r := {"id": "r", "type": "vpn", "group": "1/eu-west-1", "source": "live", "account": "1"}
	seen := object.union(unseen("1"), {"id": "seen", "may_exist": false})
	w := {"data_sources": {"gateway": [unseen("1"), unseen("2"), seen]}}
	estate.hidden(r, {"gateway"}) == {{"resource": "1/gateway", "needs": ["a call"]}} with input as w
	estate.hidden(r, {"other"}) == set() with input as w
}
