package rules.azurerm.application_gateway.single_instance_test

import data.rules.azurerm.application_gateway.single_instance

world(attributes, unknown) := {"resources": {"azurerm_application_gateway": [{"id": "gw", "type": "azurerm_application_gateway", "attributes": attributes, "unknown": unknown}]}}

silent(w) if {
	single_instance.fail == set() with input as w
	single_instance.undetermined == set() with input as w
}

test_single if {
	found := single_instance.fail with input as world({"sku": [{"capacity": 1}]}, {})
	found == {{
		"resource": "gw",
		"path": "sku[0].capacity",
		"message": "Losing or updating the one instance of gw fails requests until another has started. Its capacity is fixed at 1.",
		"related": [],
	}}
	count(single_instance.fail) == 1 with input as world({"sku": [{"capacity": 1}], "autoscale_configuration": []}, {})
}

test_several if {
	silent(world({"sku": [{"capacity": 2}]}, {}))
	silent(world({"sku": [{}], "autoscale_configuration": [{"min_capacity": 0}]}, {}))
	silent(world({"sku": [{}], "autoscale_configuration": [{}]}, {"autoscale_configuration[0].min_capacity": ["var.min"]}))
}

test_unknown_is_not_a_finding if {
	w := world({"sku": [{}]}, {"sku[0].capacity": ["var.n"]})
	single_instance.fail == set() with input as w
	single_instance.undetermined == {{"resource": "gw", "path": "sku[0].capacity"}} with input as w
	scaling := world({"sku": [{"capacity": 1}]}, {"autoscale_configuration": ["var.scaling"]})
	single_instance.fail == set() with input as scaling
	count(single_instance.undetermined) == 1 with input as scaling
}
