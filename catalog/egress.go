package catalog

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// routeTables finds the table that a subnet without an association uses, and what
// each table leads to.
type routeTables struct {
	main  map[string][]*graph.Resource // VPC → main tables
	leads map[string][]exit
}

// exit is a way out of a network that a route names.
type exit struct {
	via graph.Path
	to  *graph.Resource
}

// egress relates a subnet to the gateways of its route table. The route, not the
// subnet, holds the edge.
func (c *completion) egress(r *graph.Resource) {
	tables, open := c.ends(r, &EdgeRule{Via: "route_table_id", To: []string{"aws_route_table"}})
	for _, o := range open {
		c.builder.Open = append(c.builder.Open, graph.OpenEdge{
			Holder: r.ID, Kind: graph.EgressVia, Via: o.path, Types: exitTypes(), Needs: o.needs,
		})
	}
	if len(tables) == 0 && !present(r, "route_table_id") {
		vpcs, _ := c.ends(r, &EdgeRule{Via: "vpc_id", To: []string{"aws_vpc"}})
		for _, vpc := range vpcs {
			for _, t := range c.mainTables()[vpc.to.ID] {
				tables = append(tables, end{to: t})
			}
		}
	}
	for _, t := range tables {
		for _, x := range c.exits(t.to) {
			c.edge(graph.Edge{From: r.ID, To: x.to.ID, Kind: graph.EgressVia, Via: x.via, Holder: t.to.ID})
		}
	}
}

func exitTypes() []string {
	return []string{
		"aws_internet_gateway", "aws_nat_gateway", "aws_vpc_endpoint", "aws_instance", "aws_ec2_transit_gateway",
		"aws_vpc_peering_connection", "aws_networkfirewall_firewall",
	}
}

// exits returns where the routes of a table lead, and notes once what is unknown.
func (c *completion) exits(table *graph.Resource) []exit {
	if found, ok := c.tables.leads[table.ID]; ok {
		return found
	}
	var found []exit
	var unclear []graph.OpenEdge
	for _, via := range []string{
		"route.nat_gateway_id", "route.gateway_id", "route.vpc_endpoint_id", "route.instance_id", "route.network_interface_id",
		"route.transit_gateway_id", "route.vpc_peering_connection_id",
	} {
		ends, open := c.ends(table, &EdgeRule{Via: via, To: exitTypes()})
		for _, e := range ends {
			if !slices.ContainsFunc(found, func(x exit) bool { return x.to == e.to }) {
				found = append(found, exit{e.path, e.to})
			}
		}
		for _, o := range open {
			unclear = mergeOpen(unclear, graph.OpenEdge{
				Holder: table.ID, Kind: graph.EgressVia, Via: o.path, Types: exitTypes(), Needs: o.needs,
			})
		}
	}
	c.builder.Open = append(c.builder.Open, unclear...)
	if c.tables.leads == nil {
		c.tables.leads = map[string][]exit{}
	}
	c.tables.leads[table.ID] = found
	return found
}

// mainTables maps each VPC to its main route table: the default one, or the one
// that was made main by an association.
func (c *completion) mainTables() map[string][]*graph.Resource {
	if c.tables.main != nil {
		return c.tables.main
	}
	c.tables.main = map[string][]*graph.Resource{}
	for _, vpc := range c.byType["aws_vpc"] {
		chosen, _ := c.ends(vpc, &EdgeRule{Via: "main_route_table_id", To: []string{"aws_route_table"}})
		for _, e := range chosen {
			c.tables.main[vpc.ID] = append(c.tables.main[vpc.ID], e.to)
		}
	}
	for _, t := range c.byType["aws_route_table"] {
		if t.NativeType != "aws_default_route_table" {
			continue
		}
		vpcs, _ := c.ends(t, &EdgeRule{Via: "default_route_table_id", To: []string{"aws_vpc"}})
		for _, e := range vpcs {
			if !present(e.to, "main_route_table_id") {
				c.tables.main[e.to.ID] = append(c.tables.main[e.to.ID], t)
			}
		}
	}
	return c.tables.main
}
