package plan

import (
	"slices"

	"github.com/faultline-dev/faultline/catalog"
)

// dropReadBack takes out of resources what a provider read back of their satellites:
// the routes of a route table, the replication of a bucket. The satellites are in the
// file as well, so that each setting would be there twice. What is written on the
// resource itself stays.
func (f *File) dropReadBack() {
	owners := map[string]map[string][]*record{} // by type and identifier
	for _, s := range f.records {
		t, ok := catalog.Lookup(s.typ)
		if !ok || s.data {
			continue
		}
		for _, fold := range t.Folds {
			if owners[fold.Into] == nil {
				owners[fold.Into] = f.identified(fold.Into)
			}
			for _, name := range texts(s.attributes[fold.By]) {
				for _, owner := range owners[fold.Into][name] {
					if !owner.writes(fold.As) {
						delete(owner.attributes, fold.As)
					}
				}
			}
		}
	}
}

// identified finds the managed resources of a canonical type by the names that others
// have for them.
func (f *File) identified(canonical string) map[string][]*record {
	out := map[string][]*record{}
	for _, r := range f.records {
		t, ok := catalog.Lookup(r.typ)
		if !ok || r.data || t.Name != canonical {
			continue
		}
		for _, id := range append([]string{"id", "arn"}, t.Identifiers...) {
			if name, ok := r.attributes[id].(string); ok && name != "" && !slices.Contains(out[name], r) {
				out[name] = append(out[name], r)
			}
		}
	}
	return out
}

// writes reports whether the configuration sets an attribute of the resource.
func (r *record) writes(attr string) bool {
	if r.in.config == nil {
		return false
	}
	c := r.in.config.resources[r.block()]
	return c != nil && (c.body.attributes[attr] != nil || len(c.body.blocks[attr]) > 0)
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// stores returns the data stores that a state says code depends on. A state has no
// expressions, and in code that names its table in the environment nothing else tells.
func (f *File) stores(r *record) []*record {
	if t, ok := catalog.Lookup(r.typ); !ok || !t.Role.Runs() || len(r.dependsOn) == 0 {
		return nil
	}
	if f.byBlock == nil {
		f.byBlock = map[string][]*record{}
		for _, to := range f.records {
			if t, ok := catalog.Lookup(to.typ); ok && t.Role.Stores() {
				at := withoutKeys(to.address)
				f.byBlock[at] = append(f.byBlock[at], to)
			}
		}
	}
	var out []*record
	for _, at := range r.dependsOn {
		all := f.byBlock[at]
		if near := filter(all, func(to *record) bool { return to.in == r.in }); len(near) > 0 {
			all = near
		}
		if same := filter(all, func(to *record) bool { return r.key != nil && to.key == r.key }); len(same) == 1 {
			all = same
		}
		out = append(out, all...)
	}
	return out
}

func filter(list []*record, keep func(*record) bool) []*record {
	var out []*record
	for _, r := range list {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}
