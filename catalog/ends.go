package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// end is a resource that an attribute names.
type end struct {
	path graph.Path
	to   *graph.Resource
}

// opening is a part of an attribute of which it is unknown what it names.
type opening struct {
	path  graph.Path
	needs []string
	types []string          // narrower than the rule's, where known
	only  []*graph.Resource // the only ones that it could be; nil for any
}

// ends returns what the attribute of a rule names: through references, and through
// known text that equals a known identifier. A reference counts where it is the
// value or, because the value is unknown, most likely decides it.
func (c *completion) ends(r *graph.Resource, rule *EdgeRule) (found []end, open []opening) {
	seen := map[string]bool{}
	add := func(path graph.Path, to *graph.Resource) {
		if to.ID != r.ID && !seen[to.ID] {
			seen[to.ID] = true
			found = append(found, end{path, to})
		}
	}
	var taken []graph.Ref
	for _, ref := range r.Refs {
		if !related(ref.Path, rule.Via) {
			continue
		}
		to := c.get(ref.To)
		if to == nil {
			continue
		}
		if !accepts(rule.To, to.Type) {
			continue
		}
		if ref.Exact || rule.Loose || len(unknownAt(r, ref.Path)) > 0 {
			taken = append(taken, ref)
			add(ref.Path, to)
		}
	}
	for _, t := range texts(r.Attributes, rule.Via) {
		if slices.ContainsFunc(taken, func(ref graph.Ref) bool { return t.path.Contains(ref.Path) }) {
			continue
		}
		for _, name := range extract(rule.Extract, t.value) {
			named, possible := c.named(r, rule.To, name)
			for _, to := range named {
				add(t.path, to)
			}
			if len(named) == 0 && len(possible) > 0 {
				open = append(open, c.possible(t.path, possible))
			}
		}
	}
	for _, u := range r.Unknown {
		if related(u.Path, rule.Via) && !c.explained(r, u, taken) {
			open = append(open, opening{path: u.Path, needs: u.Needs})
		}
	}
	return found, open
}

func accepts(types []string, typ string) bool {
	return len(types) == 0 || slices.Contains(types, typ)
}

func extract(name, value string) []string {
	if name == "" {
		return []string{value}
	}
	f, ok := extractor(name)
	if !ok {
		panic("catalog: extractor " + name)
	}
	return f(value)
}

// explained reports whether the references say all of what an unknown value is.
func (c *completion) explained(r *graph.Resource, u graph.Unknown, taken []graph.Ref) bool {
	var mentions []graph.Ref
	for _, ref := range r.Refs {
		if !overlap(u.Path, ref.Path) {
			continue
		}
		if ref.Exact && ref.Path.Contains(u.Path) && c.identifies(ref) && len(u.Needs) <= 1 {
			return true
		}
		mentions = append(mentions, ref)
	}
	if len(mentions) == 0 {
		return false
	}
	for _, need := range u.Needs {
		if !slices.ContainsFunc(mentions, func(ref graph.Ref) bool { return c.meant(need, ref, taken) }) {
			return false
		}
	}
	return true
}

// meant reports whether a need is the resource of a reference, and that tells what it is.
func (c *completion) meant(need string, ref graph.Ref, taken []graph.Ref) bool {
	return strings.Contains(need, address(ref.To)) && (slices.Contains(taken, ref) || c.identifies(ref))
}

// address is the last part of a resource's address, without its key: what an
// expression inside its module calls it.
func address(id string) string {
	if i := strings.LastIndexByte(id, '['); i > 0 && strings.HasSuffix(id, "]") {
		id = id[:i]
	}
	parts := strings.Split(id, ".")
	return strings.Join(parts[max(0, len(parts)-2):], ".")
}

// identifies reports whether a reference is to an attribute by which a created
// resource is named: then the value is that resource and no other.
func (c *completion) identifies(ref graph.Ref) bool {
	to := c.get(ref.To)
	if to == nil || to.Data && lookup(to.Type) == nil {
		return false
	}
	if ref.Attr == "" || ref.Attr == "id" || ref.Attr == "arn" || ref.Attr == "name" {
		return true
	}
	if t := lookup(to.Type); t != nil {
		return true
	}
	return strings.HasSuffix(ref.Attr, "_id") || strings.HasSuffix(ref.Attr, "_arn") || strings.HasSuffix(ref.Attr, "_name")
}

// possible is the opening of a known name that belongs to no resource whose name is
// known, while others have an unknown one.
func (*completion) possible(path graph.Path, unnamed []unnamed) opening {
	o := opening{path: path}
	for _, u := range unnamed {
		o.needs = append(o.needs, u.needs...)
		o.only = append(o.only, u.resource)
		if !slices.Contains(o.types, u.resource.Type) {
			o.types = append(o.types, u.resource.Type)
		}
	}
	slices.Sort(o.needs)
	o.needs = slices.Compact(o.needs)
	return o
}
