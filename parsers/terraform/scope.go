package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
)

// moduleInstance is one instance of a module: its configuration with the values of
// one call. Everything is evaluated when first needed and kept.
type moduleInstance struct {
	root      *root
	mod       *module
	parent    *moduleInstance
	call      *call
	frame     *frame // of the call in the parent: its each and count
	base      frame  // of what has neither
	path      string // "module.a[0].module.b"; empty for the root
	depth     int
	memo      map[memoKey]*thunk
	calls     map[string]*calledModule
	resources map[string]*resourceInstances
	mayExist  bool     // it is, or is inside, a module whose number is unknown
	mayNeeds  []string // what would tell
	providers map[string]*providerInstance
}

func newModuleInstance(r *root, mod *module, parent *moduleInstance, c *call, path string) *moduleInstance {
	m := &moduleInstance{
		root: r, mod: mod, parent: parent, call: c, path: path, memo: map[memoKey]*thunk{},
		calls: map[string]*calledModule{}, resources: map[string]*resourceInstances{}, providers: map[string]*providerInstance{},
	}
	m.base.m = m
	for _, file := range mod.unread {
		r.builder.NotLoaded(r.group(), unreadPart(file))
		r.builder.Hint(r.group(), unreadPart(file), "all of "+file+", mended so that it can be read")
	}
	if parent != nil {
		m.depth, m.mayExist, m.mayNeeds = parent.depth+1, parent.mayExist, parent.mayNeeds
	}
	return m
}

// thunk is a value in the making.
type thunk struct {
	done  bool
	value cty.Value
}

// memoKey names one evaluated thing of a module instance.
type memoKey struct {
	kind refKind
	name string
}

func (k memoKey) String() string {
	switch k.kind {
	case refVar:
		return "var." + k.name
	case refLocal:
		return "local." + k.name
	case refModule:
		return "output." + k.name
	case refResource, refEach, refCount, refPath, refTerraform, refOther:
	}
	return k.name
}

// once evaluates a thing at its first use, finding cycles.
func (m *moduleInstance) once(kind refKind, name string, at *hcl.Range, f func() cty.Value) cty.Value {
	k := memoKey{kind, name}
	t := m.memo[k]
	if t == nil {
		t = &thunk{}
		m.memo[k] = t
		if !m.root.enter(at, 1) {
			t.value, t.done = cty.DynamicVal.Mark(m.root.need(m.address(k.String()))), true
			return t.value
		}
		t.value = f()
		t.done = true
		m.root.leave(1)
		return t.value
	}
	if !t.done {
		// Two roots may read each other's state: that goes through files, in no circle.
		if cfg := m.mod.resources[name]; kind != refResource || cfg == nil || cfg.typ != remoteStateType {
			m.root.cycle(at, m.address(k.String()))
		}
		return cty.DynamicVal.Mark(m.root.need(m.address(k.String())))
	}
	return t.value
}

// describe names the module for messages.
func (m *moduleInstance) describe() string {
	if dir := m.root.loader.display(m.mod.dir); dir != "." {
		return dir
	}
	return "this module"
}

// address prefixes a name with the module's path.
func (m *moduleInstance) address(name string) string {
	if m.path == "" {
		return name
	}
	return m.path + "." + name
}

// frame is where an expression is evaluated: a module instance, the instance key
// of the block around it, and the iterators of dynamic blocks.
type frame struct {
	m     *moduleInstance
	count cty.Value // zero unless count is set
	key   cty.Value // zero unless for_each is set
	value cty.Value
	iters *iterator
	// forEach and countExpr are the block's own, for tracing each and count.
	forEach   *expr
	countExpr *expr
}

type iterator struct {
	name   string
	object cty.Value
	source *expr // for_each of the dynamic block
	outer  *iterator
}

// with returns the frame extended by an iterator.
func (f *frame) with(it *iterator) *frame {
	g := *f
	it.outer = f.iters
	g.iters = it
	return &g
}

// eval gives the value of an expression; errors become diagnostics and unknowns.
func (f *frame) eval(x *expr) cty.Value {
	if x.constant != cty.NilVal {
		return f.sourced(x, x.constant)
	}
	if !f.m.root.enter(&x.rng, 1+x.height) {
		return cty.DynamicVal.Mark(f.m.root.need(f.m.address(x.name)))
	}
	defer f.m.root.leave(1 + x.height)
	if len(x.refs) == 1 {
		if _, ok := x.Expression.(*hclsyntax.ScopeTraversalExpr); ok {
			return f.traverse(x, &x.refs[0])
		}
	}
	ctx := &hcl.EvalContext{Functions: f.m.root.functions}
	if len(x.refs) > 0 {
		ctx.Variables = f.variables(x.refs)
	}
	v, diags := x.Value(ctx)
	if diags.HasErrors() {
		return f.failed(x, diags)
	}
	if makesText(x.Expression) {
		v = inexact(v)
	}
	return f.sourced(x, v)
}

// makesText reports whether an expression makes a new text of what it names, rather
// than choosing among it.
func makesText(e hcl.Expression) bool {
	switch t := e.(type) {
	case *hclsyntax.TemplateExpr:
		return len(t.Parts) > 1
	case *hclsyntax.FunctionCallExpr:
		switch strings.TrimPrefix(t.Name, "core::") {
		case "coalesce", "element", "lookup", "nonsensitive", "one", "sensitive", "tostring", "try":
			return false
		}
		return true
	}
	return false
}

// inexact says of the references in a value that it is not they themselves, but
// text around them.
func inexact(v cty.Value) cty.Value {
	u, marks := v.Unmark()
	if len(marks) == 0 || !u.Type().IsPrimitiveType() && u.Type() != cty.DynamicPseudoType {
		return v
	}
	out := make(cty.ValueMarks, len(marks))
	for m := range marks {
		if r, ok := m.(*refMark); ok {
			m = r.inexact()
		}
		out[m] = struct{}{}
	}
	return u.WithMarks(out)
}

// sourced makes sure that an unknown value says what it waits for: where a function
// or an operator dropped the marks, those of everything that the expression names;
// where there are none, the place of the expression.
func (f *frame) sourced(x *expr, v cty.Value) cty.Value {
	if v.IsKnown() || explained(v) {
		return v
	}
	for i := range x.refs {
		base, _ := f.resolve(&x.refs[i])
		_, marks := base.UnmarkDeep()
		v = v.WithMarks(marks)
	}
	if !explained(v) {
		v = v.Mark(f.m.root.need(fmt.Sprintf("%s:%d", x.rng.Filename, x.rng.Start.Line)))
	}
	return v
}

// explained reports whether a value says what it waits for.
func explained(v cty.Value) bool {
	if !v.IsMarked() {
		return false
	}
	needs, refs := marksOf(v.Marks())
	return len(needs)+len(refs) > 0
}

func (f *frame) traverse(x *expr, r *reference) cty.Value {
	base, rest := f.resolve(r)
	rest = legacyIndex(base, r, rest)
	if len(rest) == 0 {
		return base
	}
	v, diags := rest.TraverseRel(base)
	if diags.HasErrors() {
		return f.failed(x, diags)
	}
	return f.sourced(x, v)
}

// legacyIndex drops the first index of a resource that has neither count nor
// for_each: Terraform 0.11 took aws_x.y.0.id for aws_x.y.id.
func legacyIndex(base cty.Value, r *reference, rest hcl.Traversal) hcl.Traversal {
	if r.kind != refResource || len(rest) < 2 {
		return rest
	}
	idx, ok := rest[0].(hcl.TraverseIndex)
	if !ok || idx.Key.Type() != cty.Number || !base.Type().IsObjectType() || !idx.Key.RawEquals(cty.Zero) {
		return rest
	}
	return rest[1:]
}

// failed turns evaluation errors into an unknown. They are warnings: a value that
// was assumed (three zones in a region) can make a sound expression fail here.
func (f *frame) failed(x *expr, diags hcl.Diagnostics) cty.Value {
	var first *hcl.Diagnostic
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			first = d
			break
		}
	}
	at := first.Subject
	if at == nil {
		at = &x.rng
	}
	detail := plainDetail(first)
	if f.secret(x) {
		detail = "what it names is sensitive, so the details are not shown." // they may quote it
	}
	f.m.root.warn(at, "Expression not evaluated", fmt.Sprintf("%s: %s The value is taken as unknown.", first.Summary, detail), false)
	// What the expression names is what could mend it.
	return f.sourced(x, cty.DynamicVal)
}

// secret reports whether an expression names anything sensitive.
func (f *frame) secret(x *expr) bool {
	return slices.ContainsFunc(x.refs, func(r reference) bool {
		v, _ := f.resolve(&r)
		_, marks := v.UnmarkDeep()
		_, found := marks[funcs.Sensitive]
		return found
	})
}

// variables builds the objects that an expression can name, with no more in them
// than it does name.
func (f *frame) variables(refs []reference) map[string]cty.Value {
	objects := map[string]map[string]cty.Value{}
	out := map[string]cty.Value{}
	put := func(root, name string, v cty.Value) {
		if objects[root] == nil {
			objects[root] = map[string]cty.Value{}
		}
		objects[root][name] = v
	}
	var data map[string]map[string]cty.Value
	var modules map[string][]string
	for i := range refs {
		r := &refs[i]
		if it := f.iterator(r); it != nil {
			out[r.root] = it.object
			continue
		}
		switch r.kind {
		case refModule:
			if modules == nil {
				modules = map[string][]string{}
			}
			modules[r.name] = append(modules[r.name], r.attr)
		case refResource:
			v := f.m.resourceValue(r.name, r.traversal.SourceRange())
			typ, name, isData := splitKey(r.name)
			if !isData && r.root != "resource" {
				put(typ, name, v)
				continue
			}
			if data == nil {
				data = map[string]map[string]cty.Value{}
			}
			if data[r.root+typ] == nil {
				data[r.root+typ] = map[string]cty.Value{}
			}
			data[r.root+typ][name] = v
			put(r.root, typ, cty.ObjectVal(data[r.root+typ]))
		case refOther:
			out[r.root] = f.undeclared(r)
		case refVar, refLocal, refEach, refCount, refPath, refTerraform:
			if r.name == "" {
				out[r.root] = cty.DynamicVal.Mark(f.m.root.need(f.m.address(r.root)))
				continue
			}
			put(r.root, r.name, f.member(r))
		}
	}
	for name, attrs := range modules {
		put("module", name, f.m.moduleValue(name, attrs))
	}
	for root, members := range objects {
		if _, taken := out[root]; !taken {
			out[root] = cty.ObjectVal(members)
		}
	}
	return out
}

// resolve gives the value of the thing that a reference names and the steps that
// remain to be taken from it.
func (f *frame) resolve(r *reference) (cty.Value, hcl.Traversal) {
	t := r.traversal
	if it := f.iterator(r); it != nil {
		return it.object, t[1:]
	}
	switch r.kind {
	case refResource:
		v := f.m.resourceValue(r.name, t.SourceRange())
		if r.root == "data" || r.root == "ephemeral" || r.root == "resource" {
			return v, t[3:]
		}
		return v, t[2:]
	case refModule:
		if r.name == "" {
			return cty.DynamicVal.Mark(f.m.root.need("module")), nil
		}
		return f.m.moduleValue(r.name, []string{r.attr}), t[2:]
	case refOther:
		return f.undeclared(r), t[1:]
	case refVar, refLocal, refEach, refCount, refPath, refTerraform:
		if r.name == "" {
			return cty.DynamicVal.Mark(f.m.root.need(f.m.address(r.root))), nil
		}
		return f.member(r), t[2:]
	default:
		panic(fmt.Sprintf("terraform: reference of kind %d", r.kind))
	}
}

// member gives the value of var.x, local.x, each.x, count.x, path.x or terraform.x.
func (f *frame) member(r *reference) cty.Value {
	switch r.kind {
	case refVar:
		return f.m.variable(r.name, r.traversal.SourceRange())
	case refLocal:
		return f.m.local(r.name, r.traversal.SourceRange())
	case refEach:
		switch {
		case f.key == cty.NilVal:
		case r.name == "key":
			return f.key
		case r.name == "value":
			return f.value
		}
	case refCount:
		if f.count != cty.NilVal && r.name == "index" {
			return f.count
		}
	case refPath:
		switch r.name {
		case "module":
			return cty.StringVal(f.m.root.relative(f.m.mod.dir))
		case "root":
			return cty.StringVal(".")
		case "cwd":
			return cty.StringVal(f.m.root.cwd())
		}
	case refTerraform:
		switch r.name {
		case "workspace", "env":
			return f.m.root.workspace()
		case "applying":
			return cty.UnknownVal(cty.Bool).Mark(f.m.root.need("terraform.applying"))
		}
	case refResource, refModule, refOther:
	}
	return f.undeclared(r)
}

// iterator finds the dynamic block whose iterator a reference names; it may have
// the name of a resource type.
func (f *frame) iterator(r *reference) *iterator {
	for it := f.iters; it != nil; it = it.outer {
		if it.name == r.root {
			return it
		}
	}
	return nil
}

func (f *frame) undeclared(r *reference) cty.Value {
	rng := r.traversal.SourceRange()
	name := r.root
	if r.name != "" && r.kind != refResource {
		name += "." + r.name
	}
	f.m.root.warn(&rng, "Reference to something that is not declared",
		fmt.Sprintf("%s is not declared in %s; the value is taken as unknown.", name, f.m.describe()), false)
	return cty.DynamicVal.Mark(f.m.root.need(f.m.address(name)))
}

// local evaluates a local value.
func (m *moduleInstance) local(name string, at hcl.Range) cty.Value {
	return m.once(refLocal, name, &at, func() cty.Value {
		f := &frame{m: m}
		x := m.mod.locals[name]
		if x == nil {
			return f.undeclared(&reference{kind: refLocal, root: "local", name: name, traversal: anchor(at)})
		}
		return bounded(m.root, x, f.eval(x))
	})
}

// anchor is a traversal that only has a place, for messages.
func anchor(at hcl.Range) hcl.Traversal {
	return hcl.Traversal{hcl.TraverseRoot{SrcRange: at}}
}
