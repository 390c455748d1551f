package analyzer

import (
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// conversion is how the resources of one graph become Rego values. It is safe for
// concurrent use.
type conversion struct {
	g     *graph.Graph
	keep  func(typ string) []string
	types map[string]*typeSlot
}

type typeSlot struct {
	all, created sync.Once
	allTerm      *ast.Term
	createdTerm  *ast.Term

	attrs    sync.Once
	wanted   map[string]bool
	unwanted bool // wanted limits the attributes
}

// redacted stands for the value of a sensitive attribute: a rule can see that it
// is set and can never print it.
const redacted = "(sensitive value)"

// newConversion prepares the conversion of g; keep names the attributes of a type that
// are converted, or is nil for all of them.
func newConversion(g *graph.Graph, keep func(typ string) []string) *conversion {
	c := &conversion{g: g, keep: keep, types: map[string]*typeSlot{}}
	for _, typ := range g.Types() {
		c.types[typ] = &typeSlot{}
	}
	return c
}

// ofType returns all resources of a type, data sources included. Like createdOfType it
// keeps them as long as the conversion is kept.
func (c *conversion) ofType(typ string) *ast.Term {
	s := c.types[typ]
	if s == nil {
		return ast.InternedEmptyArray
	}
	s.all.Do(func() { s.allTerm = newTerms(c).list(c.g.ByType(typ)) })
	return s.allTerm
}

// createdOfType returns the resources of a type that the configuration creates:
// what a rule can judge.
func (c *conversion) createdOfType(typ string) *ast.Term {
	s := c.types[typ]
	if s == nil {
		return ast.InternedEmptyArray
	}
	s.created.Do(func() {
		created := c.created(typ)
		if len(created) == len(c.g.ByType(typ)) {
			s.createdTerm = c.ofType(typ)
			return
		}
		s.createdTerm = newTerms(c).list(created)
	})
	return s.createdTerm
}

// created returns the resources of a type that the configuration creates.
func (c *conversion) created(typ string) []*graph.Resource {
	all := c.g.ByType(typ)
	if !slices.ContainsFunc(all, func(r *graph.Resource) bool { return r.Data }) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r *graph.Resource) bool { return r.Data })
}

// wanted returns the attributes of a type that are converted; not limited means all.
func (c *conversion) wanted(typ string) (wanted map[string]bool, limited bool) {
	s := c.types[typ]
	s.attrs.Do(func() {
		if c.keep == nil {
			return
		}
		names := c.keep(typ)
		if names == nil {
			return
		}
		s.unwanted = true
		s.wanted = make(map[string]bool, len(names))
		for _, n := range names {
			s.wanted[n] = true
		}
	})
	return s.wanted, s.unwanted
}

// terms are the resources that were converted lately, for one goroutine. A term is an
// order of magnitude larger than its resource, so that of a large graph they are not
// all kept: see forget.
type terms struct {
	*conversion
	resources map[*graph.Resource]*ast.Term
	words     map[string]*ast.Term
}

func newTerms(c *conversion) *terms {
	return &terms{conversion: c, resources: map[*graph.Resource]*ast.Term{}, words: map[string]*ast.Term{}}
}

// remembered is how many resources, and how many strings, are kept for the next portion,
// some ten MB.
const remembered = 4096

// forget drops what was converted once it is more than so much. Terms in use stay valid.
func (t *terms) forget(limit int) {
	if len(t.resources) > limit {
		clear(t.resources)
	}
	if len(t.words) > limit {
		clear(t.words)
	}
}

// resource returns the term of a resource of the graph.
func (t *terms) resource(r *graph.Resource) *ast.Term {
	term := t.resources[r]
	if term == nil {
		term = t.convert(r)
		t.resources[r] = term
	}
	return term
}

// list returns an array of the terms of resources.
func (t *terms) list(resources []*graph.Resource) *ast.Term {
	if len(resources) == 0 {
		return ast.InternedEmptyArray
	}
	elems := make([]*ast.Term, len(resources))
	for i, r := range resources {
		elems[i] = t.resource(r)
	}
	return ast.ArrayTerm(elems...)
}

func (t *terms) convert(r *graph.Resource) *ast.Term {
	items := make([][2]*ast.Term, 0, 16)
	add := func(key string, value *ast.Term) { items = append(items, [2]*ast.Term{t.word(key), value}) }
	add("id", ast.StringTerm(r.ID))
	add("type", t.word(r.Type))
	add("group", t.word(r.Group))
	add("source", t.word(string(r.Source)))
	add("data", ast.InternedTerm(r.Data))
	add("may_exist", ast.InternedTerm(r.MayExist))
	if r.MayExist {
		add("needs", t.strings(r.Needs))
	}
	if r.Scope.Provider != "" {
		add("provider", t.word(r.Scope.Provider))
	}
	if r.Scope.Account != "" {
		add("account", t.word(r.Scope.Account))
	}
	if r.Scope.Region != "" {
		add("region", t.word(r.Scope.Region))
	}
	add("zones", t.strings(r.Zones))
	add("zones_known", ast.InternedTerm(r.ZonesKnown))
	add("tags", t.tags(r.Tags))
	add("attributes", t.attributes(r))
	add("unknown", t.unknown(r.Unknown))
	return ast.ObjectTerm(items...)
}

func (t *terms) attributes(r *graph.Resource) *ast.Term {
	wanted, limited := t.wanted(r.Type)
	items := make([][2]*ast.Term, 0, len(r.Attributes))
	for k, v := range r.Attributes {
		if v == nil || limited && !wanted[k] {
			continue
		}
		items = append(items, [2]*ast.Term{t.word(k), t.value(r, v, step(r, "", func() graph.Path { return graph.Path("").Attr(k) }))})
	}
	if len(items) == 0 {
		return ast.InternedEmptyObject
	}
	return ast.ObjectTerm(items...)
}

// value converts what an attribute holds. The path is followed only in resources
// that have something sensitive; at is ignored otherwise.
func (t *terms) value(r *graph.Resource, v any, at graph.Path) *ast.Term {
	if len(r.Sensitive) > 0 && sensitive(r, at) {
		return t.word(redacted)
	}
	switch v := v.(type) {
	case nil:
		return ast.InternedNullTerm
	case bool:
		return ast.InternedTerm(v)
	case string:
		return ast.StringTerm(v)
	case float64:
		if i := int(v); float64(i) == v {
			return ast.InternedTerm(i)
		}
		return ast.FloatNumberTerm(v)
	case []any:
		if len(v) == 0 {
			return ast.InternedEmptyArray
		}
		elems := make([]*ast.Term, len(v))
		for i, e := range v {
			elems[i] = t.value(r, e, step(r, at, func() graph.Path { return at.Index(i) }))
		}
		return ast.ArrayTerm(elems...)
	case map[string]any:
		if len(v) == 0 {
			return ast.InternedEmptyObject
		}
		items := make([][2]*ast.Term, 0, len(v))
		for k, e := range v {
			if e != nil {
				items = append(items, [2]*ast.Term{t.word(k), t.value(r, e, step(r, at, func() graph.Path { return at.Attr(k) }))})
			}
		}
		return ast.ObjectTerm(items...)
	default:
		// The graph promises the types above; anything else is a parser's mistake
		// that a rule should see as a value that it does not understand.
		return ast.InternedNullTerm
	}
}

// step builds the path of an inner value, but only where somebody looks at it.
func step(r *graph.Resource, at graph.Path, next func() graph.Path) graph.Path {
	if len(r.Sensitive) == 0 {
		return at
	}
	return next()
}

func sensitive(r *graph.Resource, at graph.Path) bool {
	return slices.Contains(r.Sensitive, at)
}

func (t *terms) tags(tags map[string]string) *ast.Term {
	if len(tags) == 0 {
		return ast.InternedEmptyObject
	}
	items := make([][2]*ast.Term, 0, len(tags))
	for k, v := range tags {
		items = append(items, [2]*ast.Term{t.word(k), t.word(v)})
	}
	return ast.ObjectTerm(items...)
}

func (t *terms) unknown(unknown []graph.Unknown) *ast.Term {
	if len(unknown) == 0 {
		return ast.InternedEmptyObject
	}
	items := make([][2]*ast.Term, 0, len(unknown))
	for _, u := range unknown {
		items = append(items, [2]*ast.Term{t.word(string(u.Path)), t.strings(u.Needs)})
	}
	return ast.ObjectTerm(items...)
}

func (t *terms) strings(list []string) *ast.Term {
	if len(list) == 0 {
		return ast.InternedEmptyArray
	}
	elems := make([]*ast.Term, len(list))
	for i, s := range list {
		elems[i] = t.word(s)
	}
	return ast.ArrayTerm(elems...)
}

// word returns one shared term for a string that occurs in many resources.
func (t *terms) word(s string) *ast.Term {
	term := t.words[s]
	if term == nil {
		term = ast.StringTerm(s)
		t.words[s] = term
	}
	return term
}
