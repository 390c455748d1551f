package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// expr is an expression with what it mentions, analysed once when the module is loaded.
type expr struct {
	hcl.Expression
	name string // attribute that it is the value of
	rng  hcl.Range
	refs []reference
	// constant holds the value of an expression without references and calls.
	constant cty.Value
	// height is how many expressions stand within each other.
	height int
	// json is the expression as it was written, if that was in JSON.
	json hcl.Expression
}

// refKind is the root of a reference.
type refKind uint8

const (
	refResource refKind = iota // also data sources
	refVar
	refLocal
	refModule
	refEach
	refCount
	refPath
	refTerraform
	refOther // an iterator, self, or something that is not declared
)

// reference is one traversal of an expression, cut into what it names.
type reference struct {
	kind refKind
	root string // first step: "var", "aws_vpc", an iterator's name
	name string // second step: variable, local, call; key of a resource
	// attr is the attribute read after an optional index or splat; empty when the
	// whole object is used.
	attr      string
	traversal hcl.Traversal
}

// newExpr analyses an expression. Marks it makes in m (usage, provider functions)
// are the only changes.
func newExpr(m *module, name string, e hcl.Expression, rng hcl.Range) *expr {
	written := e
	e = native(m, e)
	if w, ok := e.(*hclsyntax.TemplateWrapExpr); ok {
		e = w.Wrapped // "${x}" is x
	}
	x := &expr{Expression: e, name: name, rng: rng}
	if _, ok := written.(hclsyntax.Expression); !ok {
		x.json = written
	}
	node, ok := e.(hclsyntax.Expression)
	if !ok {
		panic(fmt.Sprintf("terraform: expression of type %T", e))
	}
	if lit, ok := e.(*hclsyntax.LiteralValueExpr); ok {
		tame(lit)
		x.constant = lit.Val
		return x
	}
	w := &refWalker{m: m}
	_ = hclsyntax.Walk(node, w)
	x.refs, x.height = w.refs, w.highest
	if len(x.refs) > 0 {
		_ = hclsyntax.Walk(node, branching{})
	}
	for i := range x.refs {
		m.use(&x.refs[i])
	}
	if len(x.refs) == 0 && !w.calls {
		if v, diags := e.Value(nil); !diags.HasErrors() {
			x.constant = v
		}
	}
	return x
}

// forget drops the syntax of a constant, once nobody looks at how it was written: most
// of a large configuration is constants.
func (x *expr) forget() {
	if x.constant != cty.NilVal {
		x.Expression, x.json = (*constant)(x), nil
	}
}

// constant is an expression of which there is only the value and the place.
type constant expr

// Value implements [hcl.Expression].
func (c *constant) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return c.constant, nil }

// Variables implements [hcl.Expression].
func (*constant) Variables() []hcl.Traversal { return nil }

// Range implements [hcl.Expression].
func (c *constant) Range() hcl.Range { return c.rng }

// StartRange implements [hcl.Expression].
func (c *constant) StartRange() hcl.Range { return c.rng }

func (m *module) use(r *reference) {
	if r.kind != refResource {
		return
	}
	u := m.used[r.name]
	if u == nil {
		u = &usage{attrs: map[string]bool{}}
		m.used[r.name] = u
	}
	if r.attr == "" {
		u.whole = true
	} else {
		u.attrs[r.attr] = true
	}
	if name := r.output(); !slices.Contains(u.outputs, name) {
		u.outputs = append(u.outputs, name)
	}
}

// output is the member that a reference names of an attribute "outputs"; empty when
// it names none.
func (r *reference) output() string {
	for i, step := range r.traversal[:len(r.traversal)-1] {
		if a, ok := step.(hcl.TraverseAttr); !ok || a.Name != "outputs" {
			continue
		}
		switch next := r.traversal[i+1].(type) {
		case hcl.TraverseAttr:
			return next.Name
		case hcl.TraverseIndex:
			return text(next.Key)
		}
	}
	return ""
}

// newReference cuts a traversal. after is the attribute that a splat or an index
// expression around it goes on with.
func newReference(t hcl.Traversal, after string) reference {
	r := reference{root: t.RootName(), traversal: t, kind: refOther}
	rest := 1
	second := func() bool {
		if len(t) < 2 {
			return false
		}
		a, ok := t[1].(hcl.TraverseAttr)
		if !ok {
			return false
		}
		r.name, rest = a.Name, 2
		return true
	}
	switch r.root {
	case "var":
		r.kind = refVar
		second()
	case "local":
		r.kind = refLocal
		second()
	case "module":
		r.kind = refModule
		second()
	case "each":
		r.kind = refEach
		second()
	case "count":
		r.kind = refCount
		second()
	case "path":
		r.kind = refPath
		second()
	case "terraform":
		r.kind = refTerraform
		second()
	case "self":
	case "data", "ephemeral", "resource":
		if len(t) >= 3 {
			typ, ok1 := t[1].(hcl.TraverseAttr)
			name, ok2 := t[2].(hcl.TraverseAttr)
			if ok1 && ok2 {
				r.kind, r.name, rest = refResource, typ.Name+"."+name.Name, 3
				if r.root != "resource" {
					r.name = r.root + "." + r.name
				}
			}
		}
	default:
		root := r.root
		if second() {
			r.kind, r.name = refResource, root+"."+r.name
		}
	}
	r.attr = attributeAfter(t, rest)
	if r.attr == "" {
		r.attr = after
	}
	return r
}

// attributeAfter finds the first attribute step at or after position i, looking
// through one index or splat. A string index is taken as an instance key.
func attributeAfter(t hcl.Traversal, i int) string {
	for indexed := false; i < len(t); i++ {
		if a, ok := t[i].(hcl.TraverseAttr); ok {
			return a.Name
		}
		if indexed {
			return ""
		}
		indexed = true
	}
	return ""
}

// refWalker collects references, aware of the names that for expressions bind.
type refWalker struct {
	m               *module
	refs            []reference
	calls           bool
	scopes          []map[string]struct{}
	after           map[hclsyntax.Node]string
	height, highest int
}

// Enter implements hclsyntax.Walker.
func (w *refWalker) Enter(node hclsyntax.Node) hcl.Diagnostics {
	tame(node)
	w.height++
	w.highest = max(w.highest, w.height)
	switch n := node.(type) {
	case hclsyntax.ChildScope:
		w.scopes = append(w.scopes, n.LocalNames)
	case *hclsyntax.FunctionCallExpr:
		w.calls = true
		if strings.HasPrefix(n.Name, "provider::") {
			w.m.functions[n.Name] = true
		}
	case *hclsyntax.SplatExpr:
		if rel, ok := n.Each.(*hclsyntax.RelativeTraversalExpr); ok {
			w.note(n.Source, rel.Traversal)
		}
	case *hclsyntax.RelativeTraversalExpr:
		if idx, ok := n.Source.(*hclsyntax.IndexExpr); ok {
			w.note(idx.Collection, n.Traversal)
		}
	case *hclsyntax.ScopeTraversalExpr:
		root := n.Traversal.RootName()
		for _, s := range w.scopes {
			if _, bound := s[root]; bound {
				return nil
			}
		}
		w.refs = append(w.refs, newReference(n.Traversal, w.after[n]))
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (w *refWalker) Exit(node hclsyntax.Node) hcl.Diagnostics {
	w.height--
	if _, ok := node.(hclsyntax.ChildScope); ok {
		w.scopes = w.scopes[:len(w.scopes)-1]
	}
	return nil
}

func (w *refWalker) note(source hclsyntax.Node, t hcl.Traversal) {
	if len(t) == 0 {
		return
	}
	if a, ok := t[0].(hcl.TraverseAttr); ok {
		if w.after == nil {
			w.after = map[hclsyntax.Node]string{}
		}
		w.after[source] = a.Name
	}
}
