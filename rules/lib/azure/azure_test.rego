package lib.azure_test

import data.lib.azure

test_zoneless if {
	azure.zoneless({"region": "ukwest"})
	not azure.zoneless({"region": "westeurope"})
	not azure.zoneless({})
}
