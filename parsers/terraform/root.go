package terraform

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
)

// Limits that keep a hostile or mistaken configuration from exhausting memory.
const (
	maxInstances      = 1_000_000 // of all blocks in one root
	maxPerBlock       = 200_000   // of one count or for_each
	maxModuleDepth    = 64
	maxEvaluateDepth  = 5_000   // references followed within each other
	maxEvaluateLevels = 100_000 // of expressions on the way: each takes a piece of the stack
)

// root evaluates one root module and everything below it. It belongs to one
// goroutine while it evaluates; afterwards only locators use it, under mu.
type root struct {
	opts       *Options
	loader     *loader
	dir        string
	prefix     string // of every ID; empty when it is the only root
	main       *moduleInstance
	functions  map[string]function.Function
	builder    graph.Builder
	manifest   map[string]string // module path "a.b" → directory
	instances  int
	iterations int
	emitted    int             // values of resources
	steps      int             // references being followed
	depth      int             // levels of expressions that they stand in
	said       map[string]bool // diagnostics already given
	needs      map[string]*need
	given      map[string]cty.Value                                               // values of the root's variables
	givenAt    map[string]hcl.Range                                               // those from files
	others     func(backendType string, config cty.Value, workspace string) *root // for remote state
	mu         sync.Mutex
}

func newRoot(opts *Options, l *loader, dir, prefix string) *root {
	r := &root{
		opts: opts, loader: l, dir: dir, prefix: prefix, said: map[string]bool{}, needs: map[string]*need{}, givenAt: map[string]hcl.Range{},
	}
	r.functions = funcs.Table(funcs.Scope{FS: opts.FS, Base: dir})
	r.functions[iterateFunction] = r.iterate()
	r.functions[trueBranch], r.functions[falseBranch] = branchFunction(true), branchFunction(false)
	r.manifest = readManifest(opts.FS, dir)
	mod := l.load(dir)
	r.main = newModuleInstance(r, mod, nil, nil, "")
	r.declareFunctions(mod)
	return r
}

// declareFunctions adds functions of providers, which can only give unknown values.
func (r *root) declareFunctions(mod *module) {
	for name := range mod.functions {
		if _, ok := r.functions[name]; ok {
			continue
		}
		n := r.need(strings.TrimPrefix(name, "provider::") + "()")
		r.functions[name] = function.New(&function.Spec{
			VarParam: &function.Parameter{
				Name: "args", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true,
				AllowDynamicType: true, AllowMarked: true,
			},
			Type: function.StaticReturnType(cty.DynamicPseudoType),
			Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return cty.DynamicVal.Mark(n), nil },
		})
	}
}

// need returns the one mark for a thing to supply.
func (r *root) need(what string) *need {
	n := r.needs[what]
	if n == nil {
		n = &need{what}
		r.needs[what] = n
	}
	return n
}

// warn records a diagnostic once.
func (r *root) warn(at *hcl.Range, summary, detail string, incomplete bool) {
	key := summary + detail
	if at != nil {
		key += at.String()
	}
	if r.said[key] {
		return
	}
	r.said[key] = true
	d := graph.Diagnostic{Severity: graph.SeverityWarning, Summary: summary, Detail: detail, Location: location(at), Incomplete: incomplete}
	if incomplete {
		d.Severity = graph.SeverityError
	}
	r.builder.Diagnostics = append(r.builder.Diagnostics, d)
}

// cycle reports that something was needed for its own value.
func (r *root) cycle(at *hcl.Range, what string) {
	r.warn(at, "Reference cycle", fmt.Sprintf(
		"%s depends on itself; its value is taken as unknown. Break the cycle: Terraform refuses it too.", what), true)
}

// enter counts a step of evaluation that goes levels down; leave must follow when it
// returns true.
func (r *root) enter(at *hcl.Range, levels int) bool {
	if r.steps >= maxEvaluateDepth || r.depth+levels > maxEvaluateLevels {
		r.warn(at, "References nested too deeply",
			fmt.Sprintf("More than %d references or %d expressions lead into each other; the value is taken as unknown.",
				maxEvaluateDepth, maxEvaluateLevels), true)
		return false
	}
	r.steps++
	r.depth += levels
	return true
}

func (r *root) leave(levels int) {
	r.steps--
	r.depth -= levels
}

// spend takes n instances out of the root's budget.
func (r *root) spend(n int, at *hcl.Range) bool {
	if n > maxPerBlock || r.instances+n > maxInstances {
		r.warn(at, "Too many instances", fmt.Sprintf(
			"This block would have %d instances (limits: %d of one block, %d of a root); it is judged as one of unknown number.",
			n, maxPerBlock, maxInstances), true)
		return false
	}
	r.instances += n
	return true
}

// workspace is terraform.workspace. Where nobody named one it is "default", as in
// Terraform, and carries that it was assumed, for what fails because of it.
func (r *root) workspace() cty.Value {
	if r.opts.Workspace != "" {
		return cty.StringVal(r.opts.Workspace)
	}
	return cty.StringVal("default").Mark(r.need(workspaceNeed))
}

const workspaceNeed = "terraform.workspace"

// cwd stands for path.cwd: the root's directory under the boundary's name, as an
// absolute path of no particular machine.
func (r *root) cwd() string { return path.Join("/", r.opts.Name, r.dir) }

// relative is path.module of a directory: relative to the root module.
func (r *root) relative(dir string) string {
	if dir == r.dir {
		return "."
	}
	base := strings.Split(r.dir, "/")
	if r.dir == "." {
		return dir
	}
	target := strings.Split(dir, "/")
	n := 0
	for n < len(base) && n < len(target) && base[n] == target[n] {
		n++
	}
	return path.Join(strings.Repeat("../", len(base)-n), strings.Join(target[n:], "/"))
}
