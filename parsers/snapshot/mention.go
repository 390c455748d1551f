package snapshot

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// mention finds in the settings of what runs code the resources that they name, as a
// template would refer to them: by ARN, host or queue's URL anywhere, by name in the
// same region of the account.
func mention(resources []*graph.Resource) {
	d := directory{names: map[string]map[string]*graph.Resource{}}
	for _, r := range resources {
		if answers(r.Type) && !r.Data {
			d.add(r)
		}
	}
	for _, r := range resources {
		if runs(r.Type) && !r.Data {
			d.refer(r)
		}
	}
}

func has(native string, is func(catalog.Role) bool) bool {
	return slices.ContainsFunc(catalog.Mapped(native), func(name string) bool {
		t, ok := catalog.Lookup(name)
		return ok && is(t.Role)
	})
}

// answers reports whether code uses resources of a type.
func answers(native string) bool {
	return has(native, func(r catalog.Role) bool {
		return r.Stores() || r == catalog.Function || r == catalog.Workflow || r == catalog.API || r == catalog.Balancer
	})
}

// runs reports whether resources of a type run code, or others are started from them.
func runs(native string) bool {
	return has(native, func(r catalog.Role) bool { return r.Runs() || r == catalog.Template })
}

// directory finds resources by what settings call them.
type directory struct {
	names map[string]map[string]*graph.Resource // by group, "" for names that are unique everywhere
}

// shortest is the length from which a name that stands alone is taken for one: "app"
// is too common a word.
const shortest = 3

func (d *directory) add(r *graph.Resource) {
	enter := func(group, name string) {
		if len(name) < shortest {
			return
		}
		if d.names[group] == nil {
			d.names[group] = map[string]*graph.Resource{}
		}
		if other, taken := d.names[group][name]; taken && other != r {
			d.names[group][name] = nil // several: none is meant for certain
			return
		}
		d.names[group][name] = r
	}
	if arn, ok := r.Attributes[catalog.LiveARN].(string); ok {
		enter("", arn)
	}
	if ref, ok := r.Attributes[catalog.LiveRef].(string); ok {
		if isAddress(ref) {
			enter("", address(ref))
		} else {
			enter(r.Group, ref)
		}
	}
	for _, host := range hosts(r.Attributes, 0) {
		enter("", host)
	}
}

// hosts are the addresses that a resource answers at, as far as they are AWS's.
func hosts(v any, depth int) (found []string) {
	const deepest = 3 // Endpoint.Address, CacheNodes[0].Endpoint.Address
	switch v := v.(type) {
	case string:
		for part := range strings.SplitSeq(v, ",") { // the brokers of a cluster are one text
			if isAddress(part) && !strings.HasPrefix(part, "arn:") {
				found = append(found, address(part))
			}
		}
	case map[string]any:
		if depth < deepest {
			for _, inner := range v {
				found = append(found, hosts(inner, depth+1)...)
			}
		}
	case []any:
		if depth < deepest {
			for _, inner := range v {
				found = append(found, hosts(inner, depth+1)...)
			}
		}
	}
	return found
}

// isAddress reports whether a text names one resource of all.
func isAddress(s string) bool {
	return strings.HasPrefix(s, "arn:") || strings.Contains(s, ".amazonaws.com") && !strings.ContainsAny(s, " \n{")
}

// address is the host in a URL; of a queue's URL all of it after the scheme. An ARN stays.
func address(s string) string {
	if strings.HasPrefix(s, "arn:") {
		return s
	}
	if _, after, ok := strings.Cut(s, "://"); ok {
		s = after
	}
	if strings.HasPrefix(s, "sqs.") {
		return strings.ToLower(s)
	}
	if end := strings.IndexAny(s, "/:?"); end >= 0 {
		s = s[:end]
	}
	return strings.ToLower(s)
}

func (d *directory) find(group, text string) *graph.Resource {
	if isAddress(text) {
		return d.names[""][address(text)]
	}
	return d.names[group][text]
}

// refer adds the references of a resource's settings.
func (d *directory) refer(r *graph.Resource) {
	var refs []graph.Ref
	var walk func(at graph.Path, v any)
	walk = func(at graph.Path, v any) {
		switch v := v.(type) {
		case string:
			for text := range strings.FieldsSeq(v) {
				if to := d.find(r.Group, text); to != nil && to != r {
					refs = append(refs, graph.Ref{Path: at, To: to.ID, Attr: "Ref", Exact: text == v})
				}
			}
		case map[string]any:
			for name, inner := range v {
				if name != catalog.LiveRef && name != catalog.LiveARN {
					walk(at.Attr(name), inner)
				}
			}
		case []any:
			for i, inner := range v {
				walk(at.Index(i), inner)
			}
		}
	}
	walk("", r.Attributes)
	slices.SortFunc(refs, func(a, b graph.Ref) int { return strings.Compare(string(a.Path)+a.To, string(b.Path)+b.To) })
	r.Refs = append(r.Refs, refs...)
}
