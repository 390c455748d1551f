package terraform

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/faultline-dev/faultline/graph"
)

// locator finds where a resource instance's values were decided.
type locator struct{ inst *resourceInstance }

// maxTrace bounds how far a value is followed.
const maxTrace = 40

// Locate implements graph.Locator.
func (l *locator) Locate(path graph.Path) graph.Trace {
	r := l.inst.of.m.root
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { l.inst.values = nil }() // findings are few, resources are many
	t := &tracer{}
	x, f, at := l.written(path)
	if x != nil {
		t.step(x.rng, "")
		t.follow(x, f)
	} else {
		t.step(at, "")
	}
	for m := l.inst.of.m; m.parent != nil; m = m.parent {
		t.calls = append(t.calls, *location(&m.call.rng))
	}
	return t.trace()
}

// written finds the expression at a path, or the range of the innermost block on the way to it.
func (l *locator) written(path graph.Path) (*expr, *frame, hcl.Range) {
	cfg := l.inst.of.cfg
	f, at := l.inst.frame, cfg.rng
	// How many there are is decided by the block's own arguments.
	switch {
	case path == "count" && cfg.count != nil:
		return cfg.count, &frame{m: l.inst.of.m}, at
	case (path == "count" || path == "for_each") && cfg.forEach != nil:
		return cfg.forEach, &frame{m: l.inst.of.m}, at
	}
	b, steps := cfg.body, path.Steps()
	if len(steps) == 0 || b.attrs.get(steps[0]) == nil && !b.hasBlock(steps[0]) {
		return nil, nil, at
	}
	if x := b.attrs.get(steps[0]); x != nil {
		return x, f, at // without evaluating the rest, as in almost every finding
	}
	vals := l.inst.evaluated()
	for len(steps) > 0 {
		if x := b.attrs.get(steps[0]); x != nil {
			return x, f, at
		}
		set := vals.blocks[steps[0]]
		if set == nil || len(set.items) == 0 {
			return dynamicSource(b, steps[0], f, at)
		}
		n := 0
		if len(steps) > 1 {
			if i, err := strconv.Atoi(steps[1]); err == nil && i < len(set.items) {
				n = i
				steps = steps[1:]
			}
		}
		steps = steps[1:]
		vals, f, at = set.items[n], set.from[n].frame, set.from[n].block.rng
		b = set.from[n].block.body
	}
	return nil, nil, at
}

// hasBlock reports whether blocks of a type are written, or may be generated.
func (b *body) hasBlock(typ string) bool {
	return slices.ContainsFunc(b.blocks, func(blk *block) bool { return blk.typ == typ })
}

// dynamicSource locates blocks that a dynamic block might generate.
func dynamicSource(b *body, typ string, f *frame, at hcl.Range) (*expr, *frame, hcl.Range) {
	for _, blk := range b.blocks {
		if blk.typ == typ && blk.dynamic != nil {
			return blk.dynamic.forEach, f, at
		}
	}
	return nil, nil, at
}

// tracer collects the places that a value passes through.
type tracer struct {
	steps []graph.Step
	calls []graph.Location
}

func (t *tracer) step(at hcl.Range, note string) {
	t.steps = append(t.steps, graph.Step{Location: *location(&at), Note: note})
}

// follow goes from an expression to what decides it, as long as one thing does.
func (t *tracer) follow(x *expr, f *frame) {
	if len(t.steps) > maxTrace {
		return
	}
	ref := deciding(x, f)
	if ref == nil {
		return
	}
	m := f.m
	if it := f.iterator(ref); it != nil {
		t.step(it.source.rng, "for_each of "+it.name)
		t.follow(it.source, f)
		return
	}
	switch ref.kind {
	case refVar:
		t.variable(m, ref.name)
	case refLocal:
		if next := m.mod.locals[ref.name]; next != nil {
			t.step(next.rng, "local."+ref.name)
			t.follow(next, &frame{m: m})
		}
	case refModule:
		t.output(m, ref)
	case refEach, refCount:
		next := f.forEach
		if ref.kind == refCount {
			next = f.countExpr
		}
		if next != nil {
			t.step(next.rng, ref.root)
			t.follow(next, &frame{m: m})
		}
	case refResource, refPath, refTerraform, refOther:
	}
}

// variable goes on to the argument in the caller, or to the call that leaves the default.
func (t *tracer) variable(m *moduleInstance, name string) {
	v := m.mod.variables[name]
	if v == nil {
		return
	}
	if m.parent == nil {
		if at, ok := m.root.givenAt[name]; ok {
			t.step(at, "var."+name)
			return
		}
		if v.def != nil {
			t.step(v.def.rng, "default of var."+name)
			return
		}
		t.step(v.rng, "var."+name)
		return
	}
	if arg := m.call.args[name]; arg != nil {
		t.step(arg.rng, "argument "+name)
		t.follow(arg, m.frame)
		return
	}
	if v.def != nil {
		t.step(v.def.rng, "default of var."+name)
	}
	t.step(m.call.rng, "call that leaves "+name+" at its default")
	t.steps[len(t.steps)-1].Call = true
}

func (t *tracer) output(m *moduleInstance, ref *reference) {
	c := m.calls[ref.name]
	if c == nil || len(c.instances) == 0 || ref.attr == "" {
		return
	}
	child := c.instances[0]
	if x := child.mod.outputs[ref.attr]; x != nil {
		t.step(x.rng, "output "+ref.attr)
		t.follow(x, &frame{m: child})
	}
}

// deciding picks the reference that decides an expression's value: the only one,
// the one in the branch that a conditional takes, or that of its condition.
func deciding(x *expr, f *frame) *reference {
	if len(x.refs) == 0 {
		return nil
	}
	if c, ok := unwrap(x.Expression).(*hclsyntax.ConditionalExpr); ok {
		return decidingBranch(x, c, f)
	}
	var pick *reference
	for i := range x.refs {
		r := &x.refs[i]
		if r.kind == refPath || r.kind == refTerraform {
			continue
		}
		if pick != nil && (pick.kind != r.kind || pick.name != r.name) {
			return firstPassed(x, f)
		}
		pick = r
	}
	return pick
}

// decidingBranch follows a conditional: into the branch taken when that depends on
// something, else to the condition.
func decidingBranch(x *expr, c *hclsyntax.ConditionalExpr, f *frame) *reference {
	sub := func(e hclsyntax.Expression) *expr {
		part := &expr{Expression: e, rng: e.Range()}
		for i := range x.refs {
			if contains(e.Range(), x.refs[i].traversal.SourceRange()) {
				part.refs = append(part.refs, x.refs[i])
			}
		}
		return part
	}
	branch := sub(c.TrueResult)
	if v, _ := f.eval(sub(c.Condition)).Unmark(); v.IsKnown() && !v.IsNull() && v.Type().FriendlyName() == "bool" && v.False() {
		branch = sub(c.FalseResult)
	}
	if len(branch.refs) > 0 {
		return deciding(branch, f)
	}
	return deciding(sub(c.Condition), f)
}

// firstPassed is the first variable that the caller sets; with several references
// that is where a reader would look first.
func firstPassed(x *expr, f *frame) *reference {
	for i := range x.refs {
		r := &x.refs[i]
		if r.kind == refVar && f.m.parent != nil && f.m.call.args[r.name] != nil {
			return r
		}
	}
	return nil
}

func unwrap(e hcl.Expression) hcl.Expression {
	for {
		switch t := e.(type) {
		case *hclsyntax.ParenthesesExpr:
			e = t.Expression
		case *hclsyntax.TemplateWrapExpr:
			e = t.Wrapped
		case *hclsyntax.FunctionCallExpr:
			if t.Name != trueBranch && t.Name != falseBranch {
				return e
			}
			e = t.Args[0]
		default:
			return e
		}
	}
}

func contains(outer, inner hcl.Range) bool {
	return outer.Filename == inner.Filename && outer.Start.Byte <= inner.Start.Byte && inner.End.Byte <= outer.End.Byte
}

// trace closes the collection. The place to change is the last one reached, unless
// it lies in a module that is not the user's: then it is the innermost call that is.
func (t *tracer) trace() graph.Trace {
	out := graph.Trace{Steps: t.steps, Calls: t.calls, Decides: len(t.steps) - 1}
	if !foreign(t.steps[out.Decides].Location.File) {
		return out
	}
	for i, v := range slices.Backward(t.steps) {
		if !foreign(v.Location.File) {
			out.Decides = i
			return out
		}
	}
	for _, c := range t.calls {
		if !foreign(c.File) {
			out.Steps = append(out.Steps, graph.Step{Location: c, Note: "module call", Call: true})
			out.Decides = len(out.Steps) - 1
			return out
		}
	}
	return out
}

// foreign reports whether a file belongs to a downloaded module.
func foreign(file string) bool { return strings.Contains(file, ".terraform/") }
