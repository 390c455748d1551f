// Package terraform evaluates Terraform and OpenTofu configuration into the
// resource graph. It does not run Terraform, needs no provider and opens no socket.
//
// Start with [Parse]. Directories are parsed once (load.go, decode.go), each root
// module is expanded and evaluated lazily (root.go, scope.go, resource.go), values
// that only an apply would know stay unknown and carry what they wait for as marks
// (marks.go), and emit.go writes the instances into a [graph.Builder].
package terraform

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/faultline-dev/faultline/graph"
)

// Options say what to read and with which values.
type Options struct {
	// FS is rooted at the boundary; nothing outside is read. Use os.Root.FS, which
	// also refuses symbolic links that leave.
	FS fs.FS
	// Name is the boundary directory's own name; path.cwd ends in it and the root's path.
	Name string
	// Dirs are the directories to scan with all below them, slash-separated and
	// relative to FS ("." for all of it).
	Dirs []string
	// Exclude are doublestar patterns, relative to FS, of directories to leave out.
	Exclude []string
	// AsRoot forces directories to be judged as roots although others call them.
	AsRoot []string
	// Inputs are --var and --var-file in the order of the command line.
	Inputs []Input
	// Env holds the TF_VAR_ variables, by name without the prefix.
	Env map[string]string
	// Workspace is terraform.workspace; empty means "default".
	Workspace string
	// Region is the AWS region where a provider block names none; empty leaves it unknown.
	Region string
	// Account is what aws_caller_identity is taken to be; empty means 123456789012.
	Account string
	// Zones are the suffixes of the zones that aws_availability_zones is taken to list;
	// empty means a, b and c.
	Zones []string
	// CanonicalUser is the id of aws_canonical_user_id; empty means 64 zeros.
	CanonicalUser string
	// Organization is the id of aws_organizations_organization; empty leaves it unknown.
	Organization string
	// ModuleDirs are folders with vendored modules, relative to FS.
	ModuleDirs []string
	// Display turns a path below FS into the one to show; nil shows it as it is.
	Display func(string) string
	// FromHere turns a path below FS into one that works in the user's shell; nil
	// means Display.
	FromHere func(string) string
	// Prefixed puts the root's path before the IDs of resources also where there is one root.
	Prefixed bool
	// Workers bounds parallelism; zero means the number of processors.
	Workers int
	// Progress is called now and then with the number of roots done and in all.
	Progress func(done, total int)
}

// Input is a variable's value or a file of them.
type Input struct {
	File string // path below FS; or
	Name string
	// Value is text as on Terraform's command line: taken as it is for a variable of
	// a primitive or no type, as an expression otherwise.
	Value string
	// Data is the value itself, instead of Value: nil, bool, string, int, float64,
	// []any or map[string]any.
	Data any
}

// Stats counts what was read.
type Stats struct {
	FilesRead   int
	FilesFailed int
	Roots       []string // directories, as displayed
	Modules     int      // directories parsed
	Blocks      int      // top-level blocks
	// Undeclared are Inputs by name that no root declares, each once.
	Undeclared []string
}

// Parse reads everything and returns a builder that holds what could be read, with
// diagnostics for the rest. The error is only about the options or a cancelled context.
func Parse(ctx context.Context, opts Options) (*graph.Builder, Stats, error) {
	opts.defaults()
	l := &loader{fs: opts.FS, display: opts.Display, modules: map[string]*loading{}}
	found, err := discover(ctx, &opts, l)
	if err != nil {
		return nil, Stats{}, err
	}
	out := &graph.Builder{Diagnostics: found.diags}
	roots := make([]*root, len(found.roots))
	for i, dir := range found.roots {
		prefix := ""
		if len(found.roots) > 1 || opts.Prefixed {
			prefix = opts.Display(dir) + "/"
			if dir == "." {
				prefix = "./"
			}
		}
		roots[i] = newRoot(&opts, l, dir, prefix)
	}
	if err := evaluate(ctx, &opts, roots); err != nil {
		return nil, Stats{}, err
	}
	stats := Stats{}
	for _, r := range roots {
		stats.Roots = append(stats.Roots, r.group())
		out.Merge(&r.builder)
		r.builder = graph.Builder{} // locators keep the root
	}
	stats.Undeclared = undeclared(opts.Inputs, roots)
	for _, m := range l.loaded() {
		stats.Modules++
		stats.FilesRead += m.filesRead
		stats.FilesFailed += m.filesFailed
		stats.Blocks += m.blocks
		out.Diagnostics = append(out.Diagnostics, m.diags...)
		out.Directives = append(out.Directives, m.directives...)
	}
	out.Diagnostics = graph.Distinct(out.Diagnostics)
	return out, stats, nil
}

func (o *Options) defaults() {
	if o.Account == "" {
		o.Account = "123456789012"
	}
	if len(o.Zones) == 0 {
		o.Zones = []string{"a", "b", "c"}
	}
	if o.CanonicalUser == "" {
		o.CanonicalUser = canonicalUser
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Display == nil {
		o.Display = func(p string) string { return p }
	}
	if o.FromHere == nil {
		o.FromHere = o.Display
	}
	if len(o.Dirs) == 0 {
		o.Dirs = []string{"."}
	}
}

// evaluate runs the roots in parallel. Those that remote state may connect read
// each other's outputs and so share one goroutine.
func evaluate(ctx context.Context, opts *Options, roots []*root) error {
	linked := link(roots)
	batches := make([][]*root, 0, len(roots))
	if len(linked) > 0 {
		batches = append(batches, linked)
	}
	for _, r := range roots {
		if !slices.Contains(linked, r) {
			batches = append(batches, []*root{r})
		}
	}
	var done atomic.Int64
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(opts.Workers)
	for _, batch := range batches {
		g.Go(func() error {
			// What a root evaluated is kept until those that may read it are done.
			defer func() {
				for _, r := range batch {
					r.main.release()
				}
			}()
			for _, r := range batch {
				if err := ctx.Err(); err != nil {
					return err
				}
				r.run()
				n := int(done.Add(1))
				if opts.Progress != nil {
					mu.Lock()
					opts.Progress(n, len(roots))
					mu.Unlock()
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// undeclared lists the named inputs that no root has a variable for.
func undeclared(inputs []Input, roots []*root) []string {
	var names []string
	for _, in := range inputs {
		if in.File == "" && !slices.Contains(names, in.Name) && !slices.ContainsFunc(roots, func(r *root) bool {
			return r.main.mod.variables[in.Name] != nil
		}) {
			names = append(names, in.Name)
		}
	}
	return names
}

// run evaluates a root. A panic below costs only this root, and says so.
func (r *root) run() {
	defer func() {
		if p := recover(); p != nil {
			what := fmt.Sprint(p)
			r.warn(nil, "Root not evaluated", fmt.Sprintf(
				"Evaluating %s hit a defect in faultline (%.200s at %s). Its resources are not judged; please report it.", r.group(), what, panicSite()), true)
			r.builder.NotLoaded(r.group(), r.group())
		}
	}()
	r.inputs()
	r.emit(r.main)
	r.hints()
}

// hints says for each variable without a value how to give it one.
func (r *root) hints() {
	for what := range r.needs {
		if what == workspaceNeed {
			r.builder.Hint(r.group(), what, "--workspace NAME")
		}
		if v := r.mainVariable(what); v != nil {
			at := location(&v.rng)
			r.builder.Hint(r.group(), what, fmt.Sprintf("--var %s=…, --var-file FILE, or a default at %s:%d", v.name, at.File, at.Line))
		}
	}
}

func (r *root) mainVariable(what string) *variable {
	const prefix = "var."
	if len(what) > len(prefix) && what[:len(prefix)] == prefix {
		return r.main.mod.variables[what[len(prefix):]]
	}
	return nil
}
