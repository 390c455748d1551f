package analyzer

import (
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// document is a rule without arguments.
type document struct {
	definitions []*definition
	fallback    *definition
	set         bool // the values make a set
	keyed       bool // they are members of an object
}

// document returns the one to which a prefix of a reference leads, and the length of
// that prefix; nil where there is none that is understood.
func (t *translator) document(ref ast.Ref) (*document, int) {
	for n := 2; n <= len(ref); n++ {
		if _, ok := ref[n-1].Value.(ast.String); !ok {
			return nil, 0
		}
		rules := t.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		name := ref[:n].String()
		if d, known := t.documents[name]; known {
			return d, n
		}
		var d *document
		if keyed := plain(rules, n+1); keyed || plain(rules, n) {
			d = &document{set: rules[0].Head.RuleKind() == ast.MultiValue, keyed: keyed}
			t.documents[name] = d
			for _, r := range rules {
				switch {
				case r.Default:
					d.fallback = t.definition(r)
				case keyed:
					d.definitions = append(d.definitions, t.member(r))
				default:
					d.definitions = append(d.definitions, t.definition(r))
				}
			}
		}
		t.documents[name] = d
		return d, n
	}
	return nil, 0
}

// plain reports whether rules define one value or one set, by a name of so many parts.
func plain(rules []*ast.Rule, parts int) bool {
	for _, r := range rules {
		if len(r.Head.Args) > 0 || len(r.Ref()) != parts || r.Head.RuleKind() != rules[0].Head.RuleKind() {
			return false
		}
	}
	return true
}

func (d *document) value(m *machine) *ast.Term {
	switch {
	case d.keyed:
		return d.object(m)
	case d.set:
		set := ast.NewSet()
		for _, def := range d.definitions {
			def.each(m, func(f frame) { set.Add(f[def.result]) })
		}
		return ast.NewTerm(set)
	}
	var result *ast.Term
	for _, def := range d.definitions {
		t := def.value(m, nil)
		if t != nil && result != nil && !result.Equal(t) {
			m.giveUp()
		}
		if t != nil {
			result = t
		}
	}
	if result == nil && d.fallback != nil {
		result = d.fallback.value(m, nil)
	}
	return result
}

// object is a document whose rules say its members, or sets that are its members.
func (d *document) object(m *machine) *ast.Term {
	members := ast.NewObject()
	for _, def := range d.definitions {
		def.each(m, func(f frame) {
			before := members.Get(f[def.key])
			switch {
			case d.set && before == nil:
				members.Insert(f[def.key], ast.SetTerm(f[def.result]))
			case d.set:
				if set, ok := before.Value.(ast.Set); ok {
					set.Add(f[def.result])
				}
			case before == nil:
				members.Insert(f[def.key], f[def.result])
			case !before.Equal(f[def.result]):
				m.giveUp() // an error in the rule
			}
		})
	}
	if !d.set {
		return ast.NewTerm(members)
	}
	// An object keeps the hash that a set had when it came in.
	object := ast.NewObject()
	members.Foreach(object.Insert)
	return ast.NewTerm(object)
}

// document returns the value of a rule without arguments, nil if it is undefined.
func (m *machine) document(d *document) *ast.Term {
	t, known := m.docs[d]
	if !known {
		t = m.shared(d).get(m, d)
		m.docs[d] = t
	}
	if t == unclearDocument {
		m.giveUp()
		return nil
	}
	return t
}

// documentValue is the value of a document, which is computed once a rule. Documents do
// not lead to themselves, so that no two goroutines wait for each other.
type documentValue struct {
	once sync.Once
	term *ast.Term
}

func (e *evaluation) shared(d *document) *documentValue {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.documents[d] == nil {
		e.documents[d] = &documentValue{}
	}
	return e.documents[d]
}

func (v *documentValue) get(m *machine, d *document) *ast.Term {
	v.once.Do(func() {
		left, before := m.left, m.unclear
		m.left, m.unclear = effort*documentEffort, false
		v.term = unclearDocument // also if it does not end well
		t := d.value(m)
		if !m.unclear {
			v.term = t
		}
		m.left, m.unclear = left, before
	})
	return v.term
}

// documentEffort is how much longer than for a resource a document may take, once a rule.
const documentEffort = 100

// unclearDocument stands for the value of a document that was not understood.
var unclearDocument = ast.StringTerm("unclear") //nolint:gochecknoglobals // a mark, compared by address
