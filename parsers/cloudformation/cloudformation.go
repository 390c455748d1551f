// Package cloudformation evaluates CloudFormation templates into the resource graph.
// It calls no service and opens no socket.
//
// Start with [Parse]. Files are recognised by their content and read into nodes with
// positions (discover.go, read.go, json.go, template.go); a template with values for
// its parameters is a stack (stack.go, nested.go); functions are evaluated when
// something asks for a value (eval.go, function.go), where what only a deployment
// would know stays unknown and carries what it waits for (value.go); and emit.go
// writes the resources into a [graph.Builder].
package cloudformation

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/faultline-dev/faultline/graph"
)

// Options say what to read and with which values.
type Options struct {
	// FS is rooted at the boundary; nothing outside is read. Use os.Root.FS, which
	// also refuses symbolic links that leave.
	FS fs.FS
	// Dirs are the directories to scan with all below them, slash-separated and
	// relative to FS ("." for all of it).
	Dirs []string
	// Files are templates named one by one; each must be one.
	Files []string
	// Exclude are doublestar patterns, relative to FS, of directories to leave out.
	Exclude []string
	// Stacks are the deployments that the configuration names.
	Stacks []Stack
	// Inputs are parameters and files of them; a later one wins.
	Inputs []Input
	// Region is AWS::Region where nothing better is known; empty leaves it unknown.
	Region string
	// Account is AWS::AccountId where nothing better is known; empty leaves it unknown.
	Account string
	// Zones are the letters of the zones that Fn::GetAZs lists; empty means a, b and c,
	// as most regions have at least three.
	Zones []string
	// Display turns a path below FS into the one to show; nil shows it as it is.
	Display func(string) string
	// Relative turns an absolute path, as the CDK writes it, into one below FS; nil leaves
	// the lines of a CDK program out of traces.
	Relative func(string) (string, bool)
	// Workers bounds how many files are read at a time; zero means the number of processors.
	Workers int
	// Progress is called now and then with the number of stacks done and in all.
	Progress func(done, total int)
}

// Stack is one deployment of a template.
type Stack struct {
	Template string // path below FS
	// Name, Region and Account are what AWS::StackName, AWS::Region and AWS::AccountId
	// give; empty means unknown.
	Name, Region, Account string
	// Inputs rank below Options.Inputs.
	Inputs []Input
}

// Input is a parameter's value or a file of them.
type Input struct {
	File string // path below FS; or
	Name string
	// Value is text as on the command line of CloudFormation; lists have commas. Of a
	// parameter that Systems Manager keeps it is what is kept, not where.
	Value string

	// deployed marks what a deployment hands over: of such a parameter where it is kept.
	deployed bool
}

// Stats counts what was read.
type Stats struct {
	FilesRead   int
	FilesFailed int
	Stacks      []string // groups
	// Undeclared are Inputs by name that no stack declares, each once.
	Undeclared []string
	// Files are the templates as displayed.
	Files []string
}

// Parse reads everything and returns a builder that holds what could be read, with
// diagnostics for the rest. It is no error when there are no templates. The error is
// only about the options or a cancelled context.
func Parse(ctx context.Context, opts Options) (*graph.Builder, Stats, error) {
	opts.defaults()
	r := &run{opts: &opts, fs: opts.FS, templates: map[string]*template{}, fragments: map[string]*template{}}
	paths, err := r.discover(ctx)
	if err != nil {
		return nil, Stats{}, err
	}
	stats := Stats{}
	for _, p := range paths {
		t := r.templates[p]
		r.builder.Diagnostics = append(r.builder.Diagnostics, t.diags...)
		r.builder.Directives = append(r.builder.Directives, t.directives...)
		stats.Files = append(stats.Files, t.file)
		if t.failed {
			stats.FilesFailed++
		} else {
			stats.FilesRead++
		}
	}
	stats.FilesFailed += r.failed
	if err := r.deploy(paths); err != nil {
		return nil, stats, err
	}
	for _, t := range r.nested {
		if t.failed {
			stats.FilesFailed++
		} else {
			stats.FilesRead++
		}
	}
	for i, s := range r.stacks {
		if err := ctx.Err(); err != nil {
			return nil, stats, err
		}
		s.emitSafely()
		if s.parent == nil {
			stats.Stacks = append(stats.Stacks, s.group)
		}
		if opts.Progress != nil {
			opts.Progress(i+1, len(r.stacks))
		}
	}
	for _, s := range r.stacks {
		s.assertions()
		s.hints()
	}
	stats.Undeclared = r.undeclared()
	r.settled = true
	r.builder.Diagnostics = graph.Distinct(r.builder.Diagnostics)
	return &r.builder, stats, nil
}

func (o *Options) defaults() {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if len(o.Zones) == 0 {
		o.Zones = []string{"a", "b", "c"}
	}
	if o.Display == nil {
		o.Display = func(p string) string { return p }
	}
}

// emitSafely emits a stack. A panic below costs only this stack, and says so.
func (s *stack) emitSafely() {
	defer s.recovered()
	s.emit()
}

func (s *stack) recovered() {
	if p := recover(); p != nil {
		s.frame().report(nil, graph.SeverityError, true, "Stack not evaluated",
			"Evaluating %s hit a defect in faultline (%.200s at %s). Its resources are not judged; please report it.", s.id, fmt.Sprint(p), panicSite())
		s.notLoaded(s.id)
	}
}

// panicSite names the line of this package that a recovered panic came from, without
// the folders of the machine that it was built on.
func panicSite() string {
	for line := range strings.Lines(string(debug.Stack())) {
		_, own, ok := strings.Cut(line, "/parsers/cloudformation/")
		if ok && !strings.HasPrefix(own, "cloudformation.go") {
			at, _, _ := strings.Cut(strings.TrimSpace(own), " ")
			return "parsers/cloudformation/" + at
		}
	}
	return "an unknown place"
}

// undeclared lists the named inputs that no stack has a parameter for.
func (r *run) undeclared() []string {
	var names []string
	for _, in := range r.opts.Inputs {
		if in.File == "" && !slices.Contains(names, in.Name) && !slices.ContainsFunc(r.stacks, func(s *stack) bool {
			return s.tpl.parameters[in.Name] != nil
		}) {
			names = append(names, in.Name)
		}
	}
	return names
}

// load reads templates in parallel; those that are none stay out.
func (r *run) load(ctx context.Context, paths []string, claims map[string]claim) ([]string, error) {
	read1 := make([]*template, len(paths))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.opts.Workers)
	for i, p := range paths {
		g.Go(func() error {
			read1[i] = read(r.fs, p, r.opts.Display(p), claims[p])
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var found []string
	for i, t := range read1 {
		if t != nil {
			r.templates[paths[i]] = t
			found = append(found, paths[i])
		}
	}
	return found, nil
}
