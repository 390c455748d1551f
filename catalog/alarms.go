package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// alarm relates an alarm to what its dimensions name. Each type's file says by
// which dimension of which namespace it is watched.
func (c *completion) alarm(r *graph.Resource) {
	a := alarmRelation{completion: c, r: r}
	a.metric(r.Attributes, "")
	queries, _ := r.Attributes["metric_query"].([]any)
	for i, q := range queries {
		query, _ := q.(map[string]any)
		at := graph.Path("metric_query").Index(i)
		a.r = c.watching(r, query)
		metrics, _ := query["metric"].([]any)
		for j, m := range metrics {
			if metric, ok := m.(map[string]any); ok {
				a.metric(metric, at.Attr("metric").Index(j))
			}
		}
		if s, ok := query["expression"].(string); ok {
			a.expression(s, at.Attr("expression"))
		}
	}
	a.r = r
	for _, u := range r.Unknown {
		if u.Path == "metric_query" || strings.HasPrefix(string(u.Path), "metric_query[") && !strings.Contains(string(u.Path), "dimensions") {
			a.unknown(u)
		}
	}
	c.builder.Open = append(c.builder.Open, a.open...)
}

// watching is the alarm as it stands to one of its metrics: that may be one of another
// account, whose names it then means.
func (*completion) watching(r *graph.Resource, query map[string]any) *graph.Resource {
	account, _ := query["account_id"].(string)
	if account == "" || r.Scope.Account == "" || account == r.Scope.Account {
		return r
	}
	there := *r
	there.Scope.Account = account
	there.Group = "" // the names of its own root are not meant
	return &there
}

type alarmRelation struct {
	*completion
	r    *graph.Resource
	open []graph.OpenEdge
	seen map[string]bool
}

// metric relates what one metric's dimensions name.
func (a *alarmRelation) metric(metric map[string]any, at graph.Path) {
	namespace, _ := metric["namespace"].(string)
	dimensions, _ := metric["dimensions"].(map[string]any)
	path := at.Attr("dimensions")
	if dimensions == nil {
		if len(unknownAt(a.r, path)) > 0 {
			types := namespaceTypes(namespace)
			a.name(&EdgeRule{Via: path.Shape(), Kind: graph.WatchedBy, To: types, Reverse: true}, path)
		}
		return
	}
	for _, key := range slices.Sorted(maps.Keys(dimensions)) {
		watched := metricTypes(namespace, key)
		if len(watched) == 0 && len(namespaceTypes(namespace)) == 0 {
			watched = metricTypes("", key)
		}
		for _, w := range watched {
			inner := path.Attr(key)
			a.name(&EdgeRule{
				Via: inner.Shape(), Kind: graph.WatchedBy, To: []string{w.typ}, Reverse: true, Extract: w.extract,
			}, inner)
		}
	}
}

// name adds the edges of one rule as far as they lie at a path.
func (a *alarmRelation) name(rule *EdgeRule, at graph.Path) {
	found, open := a.ends(a.r, rule)
	for _, e := range found {
		key := string(e.path) + "\x00" + e.to.ID
		if overlap(e.path, at) && !a.seen[key] {
			if a.seen == nil {
				a.seen = map[string]bool{}
			}
			a.seen[key] = true
			a.link(rule, a.r, e.path, e.to)
		}
	}
	for _, o := range open {
		if overlap(o.path, at) {
			a.open = mergeOpen(a.open, graph.OpenEdge{
				Holder: a.r.ID, Kind: graph.WatchedBy, Via: o.path, Types: rule.To, Needs: o.needs,
			})
		}
	}
}

// expression leaves open what a search over metrics finds.
func (a *alarmRelation) expression(text string, at graph.Path) {
	upper := strings.ToUpper(text)
	if !strings.Contains(upper, "SEARCH") && !strings.Contains(upper, "SELECT") {
		return
	}
	var types []string
	for _, namespace := range namespaces() {
		if strings.Contains(text, namespace) {
			types = append(types, namespaceTypes(namespace)...)
		}
	}
	slices.Sort(types)
	a.open = mergeOpen(a.open, graph.OpenEdge{
		Holder: a.r.ID, Kind: graph.WatchedBy, Via: at, Types: slices.Compact(types),
		Needs: []string{a.r.ID + "." + string(at)},
	})
}

func (a *alarmRelation) unknown(u graph.Unknown) {
	a.open = mergeOpen(a.open, graph.OpenEdge{Holder: a.r.ID, Kind: graph.WatchedBy, Via: u.Path, Needs: u.Needs})
}

// watched is a type that a dimension names.
type watched struct{ typ, extract string }
