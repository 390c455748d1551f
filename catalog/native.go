package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// isNative reports whether a resource is written as CloudFormation properties.
func isNative(r *graph.Resource) bool {
	return r.Source != graph.Terraform && strings.Contains(r.Type, "::")
}

// written is a resource as its source has it, with the locator of its text.
type written struct {
	*graph.Resource
	locator graph.Locator
	// apart are the properties whose elements are resources of their own.
	apart []string
}

// candidate is a mapping that may be the one of a resource.
type candidate struct {
	t *Type
	m *Mapping
}

// candidates are the mappings of a native type: those for the resource as a whole, and
// those for the elements of the properties that are apart.
type candidates struct {
	whole, parts []candidate
	apart        []string
}

func (c *completion) candidates(native string) *candidates {
	if known := c.mappings[native]; known != nil {
		return known
	}
	all := &candidates{}
	for _, t := range nativeTypes(native) {
		for i := range t.CloudFormation {
			m := &t.CloudFormation[i]
			switch {
			case m.Type != native:
			case m.Each != "":
				all.parts = append(all.parts, candidate{t, m})
				all.apart = append(all.apart, m.Each)
			default:
				all.whole = append(all.whole, candidate{t, m})
			}
		}
	}
	// Those without conditions come last, so that they are for the rest.
	slices.SortStableFunc(all.whole, func(a, b candidate) int { return min(1, len(b.m.When)) - min(1, len(a.m.When)) })
	c.mappings[native] = all
	return all
}

// native appends what one resource stands for, with canonical types and names: itself,
// and the resources that CloudFormation writes as a property of it. What has no mapping
// stays as it is.
func (c *completion) native(out []*graph.Resource, origin *graph.Resource, mapped map[string]*Mapping) []*graph.Resource {
	all := c.candidates(origin.Type)
	r := written{Resource: origin, locator: c.builder.Locator(origin.ID), apart: all.apart}
	before := len(out)
	if chosen, maybe, need := choose(origin, all.whole); chosen.m != nil {
		self := c.translate(chosen, r, r.ID, "", r.Attributes)
		if len(maybe) > 0 {
			c.uncertain(self, maybe, need)
		}
		mapped[r.ID] = chosen.m
		out = append(out, self)
	} else if len(all.parts) == 0 {
		copied := *origin // that stays the origin of the graph
		if copied.NativeType == "" {
			copied.NativeType = origin.Type
		}
		copied.Tags = nativeTags(origin.Attributes["Tags"])
		if copied.Source == graph.Live {
			copied.Attributes = withoutLiveNames(origin.Attributes)
		}
		return append(out, &copied)
	}
	for _, p := range all.parts {
		out = append(out, c.elements(p, r, len(all.whole) == 0)...)
	}
	for _, part := range out[before:] {
		c.normalize(lookup(part.Type), part)
	}
	return out
}

// choose returns the mapping that holds. Where a condition hangs on an unknown
// value it is the next that holds for certain, or else the last possible one, with
// the others that are possible and what would decide.
func choose(r *graph.Resource, all []candidate) (chosen candidate, possible []candidate, need []string) {
	for _, x := range all {
		met, n := nativeHolds(x.m.When, r)
		switch met {
		case yes:
			return x, possible, need
		case maybe:
			possible = append(possible, x)
			need = append(need, n...)
		case no:
		default:
			panic("catalog: unknown answer")
		}
	}
	if len(possible) == 0 {
		return candidate{}, nil, nil
	}
	last := len(possible) - 1
	return possible[last], possible[:last:last], need
}

// nativeHolds is holds for the conditions of a mapping. A property whose value is a
// reference and nothing else is given, whatever that will be.
func nativeHolds(when []Condition, r *graph.Resource) (answer, []string) {
	result := yes
	var need []string
	for _, c := range when {
		a, n := c.holds(r.Attributes, r, "")
		if a == maybe && len(c.In) == 0 && referenced(r, graph.Path(c.Path)) {
			a = yes
			if c.Not {
				a = no
			}
		}
		if a == no {
			return no, nil
		}
		if a == maybe {
			result = maybe
			need = append(need, n...)
		}
	}
	return result, need
}

func referenced(r *graph.Resource, path graph.Path) bool {
	return slices.ContainsFunc(r.Refs, func(ref graph.Ref) bool { return ref.Exact && ref.Path == path })
}

// uncertain marks a resource that may be of another type: as one of the chosen type
// it may exist, and every relation that it would have as another is open.
func (c *completion) uncertain(r *graph.Resource, others []candidate, need []string) {
	slices.Sort(need)
	need = slices.Compact(need)
	r.MayExist = true
	r.Needs = append(slices.Clip(r.Needs), need...)
	for _, x := range others {
		for i := range x.t.Edges {
			e := &x.t.Edges[i]
			c.builder.Open = append(c.builder.Open, graph.OpenEdge{
				Holder: r.ID, Kind: e.Kind, Via: graph.Path(e.Via), Types: e.To, Needs: need,
			})
		}
	}
}

// elements makes a resource of each element of a property. Of an unknown property
// that is the whole of its resource there may be some: one that may exist.
func (c *completion) elements(x candidate, r written, alone bool) (out []*graph.Resource) {
	each := strings.Split(x.m.Each, ".")
	name := each[len(each)-1]
	visit(r.Attributes, "", each, func(at graph.Path, v any) {
		element, ok := v.(map[string]any)
		if !ok { // a list of names, which has one property
			element = map[string]any{name: v}
		}
		out = append(out, c.element(x, r, at, element))
	})
	at := graph.Path("").Attr(each[0])
	if open := unknownAt(r.Resource, at); alone && len(out) == 0 && len(open) > 0 {
		e := c.element(x, r, at, map[string]any{})
		e.MayExist, e.Needs = true, append(slices.Clip(e.Needs), needs(open)...)
		out = append(out, e)
	}
	return out
}

// visit calls f with what stands at a path of properties below an object, in every element
// of the lists on the way and at its end.
func visit(object map[string]any, at graph.Path, steps []string, f func(graph.Path, any)) {
	v := object[steps[0]]
	at = at.Attr(steps[0])
	one := func(at graph.Path, v any) {
		if len(steps) == 1 {
			f(at, v)
		} else if inner, ok := v.(map[string]any); ok {
			visit(inner, at, steps[1:], f)
		}
	}
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			one(at.Index(i), e)
		}
	case map[string]any:
		one(at, v)
	}
}

func (c *completion) element(x candidate, r written, at graph.Path, element map[string]any) *graph.Resource {
	e := c.translate(x, r, r.ID+"."+string(at), at, element)
	if x.m.Owner != "" {
		owner := graph.Path(x.m.Owner)
		e.Refs = append(e.Refs, graph.Ref{Path: owner, To: r.ID, Attr: "Ref", Exact: true})
		e.Unknown = append(e.Unknown, graph.Unknown{Path: owner, Needs: []string{logicalID(r.ID)}})
	}
	return e
}

// translate returns a resource of the candidate's type: what stands at base in r,
// with canonical names.
func (c *completion) translate(x candidate, r written, id string, base graph.Path, native map[string]any) *graph.Resource {
	out := *r.Resource
	if out.NativeType == "" {
		out.NativeType = out.Type
	}
	out.ID, out.Type = id, x.t.Name
	tr := translator{mapping: x.m, from: r.Resource, base: base, apart: r.apart, out: &out, moves: c.moves[:0], names: c.propertyNames[:0]}
	tr.attributes(native)
	if out.Source == graph.Live && base == "" {
		tr.live(x)
	}
	out.Tags = nativeTags(native[x.m.Tags])
	tr.paths()
	for _, name := range x.m.Functions {
		step, ok := nativeStep(name)
		if !ok {
			panic("catalog: function " + name)
		}
		step(&tr)
	}
	if r.locator != nil || r.Location != nil {
		c.builder.Relocate(id, &nativeLocator{inner: r.locator, base: base, moves: slices.Clone(tr.moves)})
	}
	c.moves, c.propertyNames = tr.moves, tr.names
	return &out
}

// renameRefs gives the references of a resource the attribute names of those that
// they lead to.
func renameRefs(r *graph.Resource, mapped map[string]*Mapping) {
	var refs []graph.Ref
	for i, ref := range r.Refs {
		attr := ref.Attr
		if m := mapped[ref.To]; m != nil {
			attr = m.returned(attr)
		} else {
			attr = likely(attr)
		}
		if attr == ref.Attr {
			continue
		}
		if refs == nil {
			refs = slices.Clone(r.Refs)
		}
		refs[i].Attr = attr
	}
	if refs != nil {
		r.Refs = refs
	}
}

// likely is the usual attribute for what Ref or GetAtt gives of a type without mapping.
func likely(name string) string {
	if name == "Ref" {
		return "id"
	}
	for _, suffix := range []string{"Arn", "Id", "Name"} {
		if strings.HasSuffix(name, suffix) {
			return strings.ToLower(suffix)
		}
	}
	return name
}

// logicalID is the last part of STACK/LogicalId.
func logicalID(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// nativeLocator finds the text behind canonical paths of a resource that is
// written with native ones.
type nativeLocator struct {
	inner graph.Locator
	base  graph.Path
	moves []renamed
}

// Locate implements [graph.Locator]: by the property that became the innermost part
// of the path or, for a block that several properties make up, the first of those.
func (l *nativeLocator) Locate(path graph.Path) graph.Trace {
	switch {
	case l.inner == nil:
		return graph.Trace{}
	case path == "":
		return l.inner.Locate(l.base)
	}
	best := -1
	for i, m := range l.moves {
		if m.to.Contains(path) && (best < 0 || len(m.to) > len(l.moves[best].to)) {
			best = i
		}
	}
	if best >= 0 {
		m := l.moves[best]
		return l.inner.Locate(join(m.from, graph.Path(strings.TrimPrefix(string(path[len(m.to):]), "."))))
	}
	for _, m := range l.moves {
		if path.Contains(m.to) {
			return l.inner.Locate(m.from)
		}
	}
	return l.inner.Locate(join(l.base, path))
}
