package cloudformation

import (
	"fmt"
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// run is one Parse: the templates that were read and the stacks made of them.
type run struct {
	opts      *Options
	fs        fs.FS
	templates map[string]*template // by path
	assembled []*assembled         // stacks of cloud assemblies
	failed    int                  // manifests that could not be read
	nested    []*template          // that lie outside of the scanned directories
	stacks    []*stack             // with nested ones, parents first
	exports   map[string][]*export // nil until something asks
	fragments map[string]*template // included files by path
	builder   graph.Builder
	// settled is set once everything is emitted: what is evaluated for a location
	// leaves no diagnostics.
	settled bool
	mu      sync.Mutex // of evaluation for locations
}

// stack is a template as it is deployed: with values for its parameters, in a place.
type stack struct {
	run *run
	tpl *template
	// id is what the IDs of its resources begin with; group is that of the stack that is
	// deployed, which a nested stack has in common with its parent.
	id, group string
	// name is what AWS::StackName gives; empty when unknown.
	name            string
	region, account string
	// parent is the stack in which it is nested, by the resource call.
	parent *stack
	call   *logical
	// waits says what decides whether a nested stack exists; empty when it does.
	waits []string
	// assembled is set for a stack of a cloud assembly, and those nested in it.
	assembled *assembled
	given     map[string]*value // parameters by name
	params    map[string]*value
	conds     map[string]*value
	outs      map[string]*value
	names     map[string]*value // that the template gives resources; nil for none
	busy      map[string]bool
	logicals  map[string]*logical
	order     []*logical
	children  map[string]*stack
	// aliases are other names of generated resources, such as Function.Alias.
	aliases map[string]string
	depth   int
	values  int
	texts   int                   // bytes
	needed  map[string]*parameter // parameters without a value that something asked for
	// macros are those that make values, by how these are named.
	macros map[string]bool
	// missing names what could not be read or expanded and may hold more.
	missing []string
}

// logical is one resource of a stack, after loops and serverless types are expanded.
type logical struct {
	name, id, typ string
	key, node     *yaml.Node
	frame         *frame
	// origin is the resource of the template that it was generated from; nil when it
	// is written itself.
	origin *logical
	// span is the text that it was generated from, where that is a part of the origin only.
	span *pair
	// waits says what decides whether it exists, where a loop could not be expanded.
	waits []string
}

// frame is where a node is evaluated: the file that it stands in and the loops around it.
type frame struct {
	s    *stack
	file *template
	loop *binding
}

// binding is the variable of a loop.
type binding struct {
	name  string
	val   *value
	outer *binding
}

func (r *run) newStack(tpl *template, id, group string) *stack {
	return &stack{
		run: r, tpl: tpl, id: id, group: group, given: map[string]*value{}, params: map[string]*value{},
		conds: map[string]*value{}, outs: map[string]*value{}, busy: map[string]bool{},
		logicals: map[string]*logical{}, children: map[string]*stack{}, needed: map[string]*parameter{},
	}
}

func (s *stack) frame() *frame { return &frame{s: s, file: s.tpl} }

func (f *frame) bind(name string, v *value) *frame {
	return &frame{s: f.s, file: f.file, loop: &binding{name: name, val: v, outer: f.loop}}
}

func (f *frame) bound(name string) *value {
	for b := f.loop; b != nil; b = b.outer {
		if b.name == name {
			return b.val
		}
	}
	return nil
}

// report records a diagnostic at a node.
func (f *frame) report(n *yaml.Node, severity graph.Severity, incomplete bool, summary, format string, args ...any) {
	if f.s.run.settled {
		return
	}
	d := graph.Diagnostic{Severity: severity, Summary: summary, Detail: fmt.Sprintf(format, args...), Incomplete: incomplete}
	if n != nil {
		d.Location = f.file.location(n, n)
	}
	f.s.run.builder.Diagnostics = append(f.s.run.builder.Diagnostics, d)
}

// invalid reports something in a template that CloudFormation would refuse; the value
// is unknown.
func (f *frame) invalid(n *yaml.Node, summary, format string, args ...any) *value {
	f.report(n, graph.SeverityWarning, false, summary, format, args...)
	return unknown("a correct template")
}

const (
	// maxDepth bounds how deep evaluation goes through values, conditions and stacks.
	maxDepth = 600
	// maxValues bounds how many values one stack evaluates to.
	maxValues = 1 << 19
)

const tooMany = "fewer values in this stack"

// enter counts one value and reports whether there is room for it.
func (f *frame) enter(n *yaml.Node) bool {
	s := f.s
	s.depth++
	if s.values++; s.values == maxValues {
		f.report(n, graph.SeverityError, true, "Too many values", "The stack %s has more than %d values in all; the rest are taken as unknown.", s.id, maxValues)
	}
	if s.depth == maxDepth {
		f.report(n, graph.SeverityError, true, "Nested too deeply", "Values of the stack %s refer to each other more than %d deep; they are taken as unknown.", s.id, maxDepth)
	}
	return s.values < maxValues && s.depth < maxDepth
}

func (f *frame) leave() { f.s.depth-- }

// once evaluates something by name, and reports what refers to itself.
func (f *frame) once(memo map[string]*value, what, name string, n *yaml.Node, eval func() *value) *value {
	if v := memo[name]; v != nil {
		return v
	}
	key := what + " " + name
	if f.s.busy[key] {
		f.report(n, graph.SeverityError, true, "Circular reference", "%s %s refers to itself; its value is taken as unknown.", what, clip(name))
		return unknown(key)
	}
	f.s.busy[key] = true
	v := eval()
	delete(f.s.busy, key)
	memo[name] = v
	return v
}
