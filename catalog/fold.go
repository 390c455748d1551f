package catalog

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// moved is a part of an owner that was written elsewhere.
type moved struct {
	into graph.Path // in the owner
	from string     // ID of the resource that wrote it
	path graph.Path // where, in that resource
}

// fold moves every satellite whose owner is known into it, innermost first, so
// that a listener rule is in its listener before that is in its balancer.
func (c *completion) fold() {
	types := make([]*Type, 0, len(c.byType))
	for name := range c.byType {
		if t := lookup(name); t != nil && len(t.Folds) > 0 {
			types = append(types, t)
		}
	}
	slices.SortFunc(types, func(a, b *Type) int {
		return cmp.Or(cmp.Compare(depth(b), depth(a)), cmp.Compare(a.Name, b.Name))
	})
	f := folder{completion: c, set: map[string]*graph.Resource{}, doubts: map[doubtKey]*doubt{}}
	for _, t := range types {
		for _, satellite := range c.byType[t.Name] {
			f.satellite(t, satellite)
		}
		f.settle()
	}
	c.index(slices.DeleteFunc(c.resources, func(r *graph.Resource) bool { return c.owners[r.ID] != "" }))
}

// depth is how many folds away from an owner that is no satellite a type is.
func depth(t *Type) int {
	deepest := 0
	for _, f := range t.Folds {
		if owner := lookup(f.Into); owner != nil && owner != t {
			deepest = max(deepest, 1+depth(owner))
		}
	}
	return deepest
}

type folder struct {
	*completion
	set    map[string]*graph.Resource // owner and attribute → the satellite that set it
	doubts map[doubtKey]*doubt
	order  []doubtKey
}

// doubt is that owners of a type may have a satellite that cannot be attributed.
type doubt struct {
	needs []string
	all   bool            // any owner of the group, not only those in owner
	owner map[string]bool // IDs
}

type doubtKey struct{ group, into, as string }

func (f *folder) satellite(t *Type, s *graph.Resource) {
	for i := range t.Folds {
		rule := &t.Folds[i]
		if rule.From != "" && !present(s, rule.From) {
			continue
		}
		to := []string{rule.Into}
		found, open := f.ends(s, &EdgeRule{Via: rule.By, To: to})
		for _, o := range open {
			f.doubt(rule, s, o)
		}
		for _, e := range found {
			if agrees(rule, s, e.to) {
				f.attach(rule, s, e.to)
				f.owners[s.ID] = e.to.ID
			}
		}
	}
}

func agrees(rule *Fold, s, owner *graph.Resource) bool {
	for _, name := range rule.Agree {
		a, b := s.Attributes[name], owner.Attributes[name]
		if a != nil && b != nil && !reflect.DeepEqual(a, b) {
			return false
		}
	}
	return true
}

func (f *folder) doubt(rule *Fold, s *graph.Resource, o opening) {
	key := doubtKey{s.Group, rule.Into, rule.As}
	d := f.doubts[key]
	if d == nil {
		d = &doubt{owner: map[string]bool{}}
		f.doubts[key] = d
		f.order = append(f.order, key)
	}
	d.needs = append(d.needs, o.needs...)
	d.all = d.all || o.only == nil
	for _, r := range o.only {
		d.owner[r.ID] = true
	}
	// The relations that the owner would have through the satellite are open as well.
	owner := lookup(rule.Into)
	if owner == nil {
		return
	}
	var kinds []graph.EdgeKind
	for _, e := range owner.Edges {
		if root, _, _ := strings.Cut(e.Via, "."); root == rule.As && !slices.Contains(kinds, e.Kind) {
			kinds = append(kinds, e.Kind)
		}
	}
	for _, kind := range kinds {
		f.builder.Open = append(f.builder.Open, graph.OpenEdge{
			Holder: s.ID, Kind: kind, Via: o.path, Types: []string{rule.Into}, Needs: o.needs,
		})
	}
}

// settle makes an attribute unknown where a satellite without a known owner could
// have set it. It runs after each type, before the owners are folded themselves.
func (f *folder) settle() {
	for _, key := range f.order {
		d := f.doubts[key]
		slices.Sort(d.needs)
		d.needs = slices.Compact(d.needs)
		for _, owner := range f.byType[key.into] {
			if owner.Group != key.group || owner.Data || !d.all && !d.owner[owner.ID] || present(owner, key.as) {
				continue
			}
			owner.Unknown = append(owner.Unknown, graph.Unknown{Path: graph.Path(key.as), Needs: d.needs})
		}
	}
	clear(f.doubts)
	f.order = nil
}

// attach moves what a rule names from a satellite into one owner.
func (f *folder) attach(rule *Fold, s, owner *graph.Resource) {
	as := graph.Path(rule.As)
	if rule.Append {
		list, _ := owner.Attributes[rule.As].([]any)
		start := len(list)
		values, steps := contents(rule, s)
		owner.Attributes[rule.As] = append(slices.Clip(list), values...)
		for i, from := range steps {
			f.carry(rule, s, owner, as.Index(start+i), from)
		}
		if perhaps(s, owner) {
			owner.Unknown = append(owner.Unknown, graph.Unknown{Path: as, Needs: existence(s)})
			f.perhapsMeant(owner, as, start)
		}
		return
	}
	key := owner.ID + "\x00" + rule.As
	if first, taken := f.set[key]; taken || present(owner, rule.As) {
		f.second(rule, s, owner, first)
		return
	}
	f.set[key] = s
	if perhaps(s, owner) {
		f.carry(rule, s, owner, f.place(rule), graph.Path(rule.From))
		f.hide(rule, s, owner)
		return
	}
	if rule.From == "" {
		owner.Attributes[rule.As] = []any{object(rule, s)}
	} else {
		owner.Attributes[rule.As] = s.Attributes[rule.From]
	}
	f.carry(rule, s, owner, f.place(rule), graph.Path(rule.From))
	if rule.From == "" {
		f.note(owner, moved{into: as, from: s.ID})
	}
}

// perhapsMeant marks what the elements of a list from one on refer to: they may not be
// there. What may not exist itself says so already.
func (f *folder) perhapsMeant(owner *graph.Resource, as graph.Path, from int) {
	list, _ := owner.Attributes[as.Root()].([]any)
	owner.Refs = slices.Clone(owner.Refs)
	for i := range owner.Refs {
		ref := &owner.Refs[i]
		if to := f.get(ref.To); to == nil || to.MayExist {
			continue
		}
		for n := from; n < len(list); n++ {
			ref.Maybe = ref.Maybe || as.Index(n).Contains(ref.Path)
		}
	}
}

func (*folder) place(rule *Fold) graph.Path {
	if rule.From == "" {
		return graph.Path(rule.As).Index(0)
	}
	return graph.Path(rule.As)
}

// hide makes the attribute unknown: whether any satellite sets it hangs on
// whether it exists.
func (*folder) hide(rule *Fold, s, owner *graph.Resource) {
	as := graph.Path(rule.As)
	owner.Attributes[rule.As] = nil
	owner.Unknown = append(owner.Unknown, graph.Unknown{Path: as, Needs: existence(s)})
	owner.Refs = slices.Clone(owner.Refs)
	for i := range owner.Refs {
		if as.Contains(owner.Refs[i].Path) {
			owner.Refs[i].Exact = false
		}
	}
}

// second treats another satellite for an attribute of which there is one: first is
// nil where the owner itself has written it.
func (f *folder) second(rule *Fold, s, owner, first *graph.Resource) {
	if perhaps(s, owner) || first != nil && perhaps(first, owner) {
		f.hide(rule, s, owner)
		return
	}
	value := s.Attributes[rule.From]
	if rule.From == "" {
		value = []any{object(rule, s)}
	}
	if reflect.DeepEqual(value, owner.Attributes[rule.As]) && len(unknownAt(owner, graph.Path(rule.As))) == 0 {
		return
	}
	other := "the resource itself"
	if first != nil {
		other = first.ID
	}
	f.builder.Diagnostics = append(f.builder.Diagnostics, graph.Diagnostic{
		Severity: graph.SeverityWarning,
		Summary:  "Contradicting configuration",
		Detail: fmt.Sprintf("%s and %s both set %s of %s, to different values. After each deployment the one that was applied "+
			"last is in effect; %s is judged here. Remove one of them.", other, s.ID, rule.As, owner.ID, other),
		Location: s.Location,
	})
}

// perhaps reports whether a satellite may be missing where its owner exists. One that
// hangs on the same values as its owner, as in a module that can be switched off, is
// there whenever the owner is.
func perhaps(s, owner *graph.Resource) bool {
	return s.MayExist && !(owner.MayExist && len(s.Needs) > 0 && sameNeeds(s.Needs, owner.Needs))
}

func sameNeeds(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// existence is what to supply to know whether a resource exists.
func existence(r *graph.Resource) []string {
	if len(r.Needs) > 0 {
		return r.Needs
	}
	return []string{r.ID}
}

// contents are the elements that a rule appends and where each stands in the satellite.
func contents(rule *Fold, s *graph.Resource) ([]any, []graph.Path) {
	if rule.From == "" {
		return []any{object(rule, s)}, []graph.Path{""}
	}
	from := graph.Path(rule.From)
	list, ok := s.Attributes[rule.From].([]any)
	if !ok {
		return []any{s.Attributes[rule.From]}, []graph.Path{from}
	}
	steps := make([]graph.Path, len(list))
	for i := range list {
		steps[i] = from.Index(i)
	}
	return list, steps
}

// object is a whole satellite as one block of its owner.
func object(rule *Fold, s *graph.Resource) map[string]any {
	o := maps.Clone(s.Attributes)
	root, _, _ := strings.Cut(rule.By, ".")
	delete(o, root)
	for _, m := range rule.Rename {
		if v, ok := o[m.From]; ok {
			delete(o, m.From)
			o[m.To] = v
		}
	}
	if rule.RegionAs != "" && o[rule.RegionAs] == nil && s.Scope.Region != "" {
		o[rule.RegionAs] = s.Scope.Region
	}
	return o
}

// carry moves unknowns, references, secrets and locations of what stands at from
// in the satellite (all but the owner's name when from is empty) to into in the owner.
func (f *folder) carry(rule *Fold, s, owner *graph.Resource, into, from graph.Path) {
	root, _, _ := strings.Cut(rule.By, ".")
	by := graph.Path(root)
	translate := func(p graph.Path) (graph.Path, bool) {
		if from == "" && by.Contains(p) {
			return "", false
		}
		inside, ok := below(p, from)
		if !ok {
			return "", false
		}
		return join(into, renameRoot(rule, from, inside)), true
	}
	for _, u := range s.Unknown {
		if p, ok := translate(u.Path); ok {
			owner.Unknown = append(owner.Unknown, graph.Unknown{Path: p, Needs: u.Needs})
		}
	}
	for _, ref := range s.Refs {
		if p, ok := translate(ref.Path); ok {
			ref.Path = p
			owner.Refs = append(owner.Refs, ref)
		}
	}
	for _, secret := range s.Sensitive {
		if p, ok := translate(secret); ok {
			owner.Sensitive = append(owner.Sensitive, p)
		}
	}
	for _, m := range f.moved[s.ID] {
		if p, ok := translate(m.into); ok {
			f.note(owner, moved{into: p, from: m.from, path: m.path})
		}
	}
	if from == "" {
		for _, m := range rule.Rename {
			f.note(owner, moved{into: into.Attr(m.To), from: s.ID, path: graph.Path(m.From)})
		}
	}
	f.note(owner, moved{into: into, from: s.ID, path: from})
}

func (f *folder) note(owner *graph.Resource, m moved) {
	owner.Folded(m.into, m.from, m.path)
	f.moved[owner.ID] = append(f.moved[owner.ID], m)
}

func renameRoot(rule *Fold, from, inside graph.Path) graph.Path {
	if from != "" || inside == "" {
		return inside
	}
	root := inside.Root()
	for _, m := range rule.Rename {
		if m.From == root {
			return graph.Path(m.To) + inside[len(root):]
		}
	}
	return inside
}

func join(base, rest graph.Path) graph.Path {
	if base == "" || rest == "" || rest[0] == '[' {
		return base + rest
	}
	return base + "." + rest
}
