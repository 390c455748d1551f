package page

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

// called is what people call a resource: the name of its block, its logical ID without
// the stack, or of what runs its name.
func called(r *graph.Resource, block string) string {
	if r.Source == graph.Live {
		return liveName(r)
	}
	if r.Source == graph.CloudFormation {
		if _, id, ok := strings.Cut(block, "/"); ok && id != "" {
			return id
		}
	}
	return shortName(block)
}

// liveName is the tag Name, else the name by which others refer to the resource, else
// the end of its ARN.
func liveName(r *graph.Resource) string {
	if name := r.Tags["Name"]; name != "" {
		return name
	}
	if t, ok := catalog.Lookup(r.Type); ok {
		for _, id := range t.Identifiers {
			if name, ok := r.Attributes[id].(string); ok && name != "" && !strings.ContainsAny(name, ":/") && !strings.Contains(name, ".amazonaws.com") {
				return name
			}
		}
	}
	return r.ID[strings.LastIndexAny(r.ID, ":/")+1:]
}

// shortName is a block without the words that say no more than that it is in a module.
func shortName(block string) string {
	parts := strings.Split(block, ".")
	var kept []string
	for i, p := range parts {
		if p == "module" && i < len(parts)-1 {
			continue
		}
		kept = append(kept, p)
	}
	if len(kept) > 1 && generic(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	return strings.Join(kept, ".")
}

// generic reports whether a name says nothing.
func generic(name string) bool { return name == "this" || name == "main" || name == "default" }

// natural compares names so that s2 comes before s10.
func natural(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		m, n := digits(a[i:]), digits(b[j:])
		if m > 0 && n > 0 {
			x, y := strings.TrimLeft(a[i:i+m], "0"), strings.TrimLeft(b[j:j+n], "0")
			if c := cmp.Or(len(x)-len(y), cmp.Compare(x, y)); c != 0 {
				return c
			}
			i, j = i+m, j+n
			continue
		}
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
		i, j = i+1, j+1
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), cmp.Compare(a, b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// typeTitle names a type for people.
func typeTitle(name string) string {
	if t, ok := catalog.Lookup(name); ok && t.Title != "" {
		short, _, _ := strings.Cut(t.Title, " (")
		return short
	}
	return strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(name, "aws_"), "azurerm_"), "_", " ")
}

func newResource(r *graph.Resource, node int, at failure.Placement) resource {
	file, line := place(r.Location)
	out := resource{ID: report.Clean(r.ID), Node: node, File: file, Line: line, Event: -1, Values: values(r), Sure: at.Sure}
	for _, z := range at.Zones {
		out.Zones = append(out.Zones, report.Clean(z))
	}
	return out
}

// longestValue is how much of a value is shown, in characters.
const longestValue = 80

// values are the effective attributes that say what the resource is and how it fails.
func values(r *graph.Resource) [][2]string {
	public := report.PublicAttributes(r)
	unknown := map[string][]string{}
	for _, u := range r.Unknown {
		unknown[u.Path.Root()] = append(unknown[u.Path.Root()], u.Needs...)
	}
	var out [][2]string
	for _, name := range telling(r.Type) {
		v, ok := public[name]
		if needs := unknown[name]; len(needs) > 0 && v == nil {
			out = append(out, [2]string{name, report.Clean("not known: " + strings.Join(slices.Compact(needs), ", "))})
			continue
		}
		if text := shown(v); ok && text != "" {
			out = append(out, [2]string{name, text})
		}
	}
	return out
}

// telling are the attributes to show of a type, sorted: those that decide how it fails
// and comes back, and those that say what it is.
func telling(typ string) []string {
	names := []string{
		"name", "identifier", "engine", "engine_version", "instance_type", "instance_class", "node_type", "vm_size", "sku_name", "runtime",
		"multi_az", "availability_zone", "zones", "backup_retention_period", "deletion_protection", "desired_capacity", "desired_count",
		"min_size", "max_size", "type", "family", "launch_type",
	}
	if t, ok := catalog.Lookup(typ); ok && t.Failure != nil {
		add := func(shape string) {
			if root := graph.Path(shape).Root(); root != "" && (root[0] < '0' || root[0] > '9') {
				names = append(names, root)
			}
		}
		conditions := func(when []catalog.Condition) {
			for _, c := range when {
				add(c.Path)
			}
		}
		for _, l := range t.Failure.Lives {
			conditions(l.When)
			for _, c := range l.Count {
				add(c)
			}
			add(l.Minimum)
		}
		for i := range t.Failure.Recovery {
			conditions(t.Failure.Recovery[i].When)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// shown writes a value on a line; empty for what is absent, or too long to tell anything.
func shown(v any) string {
	text := ""
	switch t := v.(type) {
	case nil:
		return ""
	case string:
		text = t
	case bool:
		text = strconv.FormatBool(t)
	case float64:
		text = strconv.FormatFloat(t, 'g', -1, 64)
	default:
		raw, err := json.Marshal(v)
		if err != nil || len(raw) > 2*longestValue || string(raw) == "[]" || string(raw) == "{}" {
			return ""
		}
		text = string(raw)
	}
	runes := []rune(report.Clean(text))
	if len(runes) > longestValue {
		return string(runes[:longestValue-1]) + "…"
	}
	return string(runes)
}

// connect draws the relations between nodes, each once.
func (b *drafter) connect() {
	kinds := map[graph.EdgeKind]int{}
	for i, k := range drawnKinds() {
		kinds[k] = i
	}
	seen := map[[3]int]bool{}
	for _, e := range b.g.Edges() {
		kind, drawn := kinds[e.Kind]
		from, known := b.index[e.From]
		to, alsoKnown := b.index[e.To]
		if !drawn || !known || !alsoKnown {
			continue
		}
		edge := [3]int{b.d.Resources[from].Node, b.d.Resources[to].Node, kind}
		if edge[0] == edge[1] || seen[edge] {
			continue
		}
		seen[edge] = true
		b.d.Edges = append(b.d.Edges, edge)
	}
}
