package catalog

import (
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// groupAlert relates an alert on a whole resource group to every resource of its
// target type in that group.
func (c *completion) groupAlert(r *graph.Resource) {
	kind, _ := r.Attributes["target_resource_type"].(string)
	typ := armType(kind)
	if typ == "" {
		return
	}
	groups, _ := c.ends(r, &EdgeRule{Via: "scopes", To: []string{"azurerm_resource_group"}})
	for _, g := range groups {
		for _, target := range c.byType[typ] {
			if target.Group != g.to.Group {
				continue
			}
			in, _ := c.ends(target, &EdgeRule{Via: "resource_group_name", To: []string{"azurerm_resource_group"}})
			if len(in) > 0 && in[0].to == g.to {
				c.edge(graph.Edge{From: target.ID, To: r.ID, Kind: graph.WatchedBy, Via: g.path, Holder: r.ID})
			}
		}
	}
}

// armType is the canonical type of an Azure Resource Manager type.
func armType(kind string) string {
	switch strings.ToLower(kind) {
	case "microsoft.sql/servers/databases":
		return "azurerm_mssql_database"
	case "microsoft.cache/redis":
		return "azurerm_redis_cache"
	case "microsoft.network/loadbalancers":
		return "azurerm_lb"
	case "microsoft.network/applicationgateways":
		return "azurerm_application_gateway"
	case "microsoft.storage/storageaccounts":
		return "azurerm_storage_account"
	default:
		return ""
	}
}
