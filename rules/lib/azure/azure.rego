# METADATA
# description: What is known of Azure regions, for rules that ask for zones.
package lib.azure

# The resource is in a region that has no availability zones. Undefined when the region is
# unknown: most have some.
zoneless(r) if r.region in _zoneless

# https://learn.microsoft.com/en-us/azure/reliability/regions-list
_zoneless := {
	"australiacentral", "australiacentral2", "australiasoutheast", "brazilsoutheast", "canadaeast",
	"chinaeast", "chinaeast2", "chinanorth", "chinanorth2", "francesouth", "germanynorth",
	"jioindiacentral", "jioindiawest", "koreasouth", "northcentralus", "norwaywest",
	"southafricawest", "southindia", "swedensouth", "switzerlandwest", "uaecentral", "ukwest",
	"usdodcentral", "usdodeast", "usgovarizona", "usgovtexas", "westcentralus", "westindia", "westus",
}
