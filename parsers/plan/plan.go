// Package plan reads what `terraform show -json` prints of a plan or a state into
// the resource graph, with the same resources as evaluating the configuration gives.
//
// Start with [Read], which decodes a file (read.go, module.go), and [File.Build],
// which writes its resources into a [graph.Builder] (emit.go). What an unknown value
// waits for and which resources are mentioned comes from the configuration that a
// plan carries (config.go, resolve.go). [Sources] joins the text of the
// configuration, so that findings have lines (join.go).
package plan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// ErrNoPlan is wrapped by the errors of [Read] for a file that is something else than
// the JSON of a plan or a state; the message says what to do.
var ErrNoPlan = errors.New("no plan or state in JSON")

// MaxBytes is the largest file that is read.
const MaxBytes = 512 << 20

// Options say what to read.
type Options struct {
	FS   fs.FS
	Path string // below FS
	// Display is the path to show; empty means Path.
	Display string
	// Region is the AWS region of resources about which the file says none; may be empty.
	Region string
	// MaxBytes bounds the size of the file; zero means [MaxBytes].
	MaxBytes int64
}

// Kind is what a file holds.
type Kind string

// The kinds of file.
const (
	Plan  Kind = "plan"
	State Kind = "state"
)

// File is a plan or state that was read. It may be partial: then Diagnostics say so.
type File struct {
	Kind        Kind
	Diagnostics []graph.Diagnostic

	opts      Options
	format    string
	records   []*record // what will exist, and the data sources that were read
	byAddress map[string]*record
	config    *configuration // nil in a state
	values    map[string]any // of root variables
	drifted   []string
	partial   string // what the file itself says is left out of it
	root      *moduleInstance
	modules   map[string]*moduleInstance
	regions   map[string]string    // by provider configuration: what aws_region says
	accounts  map[string]string    // what aws_caller_identity says
	byBlock   map[string][]*record // data stores, by address without keys
}

// Read decodes a file. A file that is no plan gives an error that wraps [ErrNoPlan],
// a missing one the error of FS; one that is broken, or that cannot be read, gives
// what was read of it and a diagnostic that makes the run incomplete.
func Read(ctx context.Context, opts Options) (*File, error) {
	if opts.Display == "" {
		opts.Display = opts.Path
	}
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = MaxBytes
	}
	f := &File{
		opts: opts, byAddress: map[string]*record{}, modules: map[string]*moduleInstance{},
		regions: map[string]string{}, accounts: map[string]string{},
	}
	found, err := f.decode(ctx, false)
	if err == nil && found.planned && !found.changes {
		// A plan that somebody reduced to its values.
		_, err = f.decode(ctx, true)
	}
	switch {
	case errors.Is(err, ErrNoPlan), errors.Is(err, fs.ErrNotExist), ctx.Err() != nil:
		return nil, err
	case err != nil:
		f.broken(err)
	default:
	}
	f.link()
	f.notes()
	return f, nil
}

// broken records that a part of the file is missing from the graph.
func (f *File) broken(err error) {
	f.Diagnostics = append(f.Diagnostics, graph.Diagnostic{
		Severity: graph.SeverityError, Summary: "Plan not read", Incomplete: true, Location: f.location(1),
		Detail: fmt.Sprintf("%s: %s. Only the %d resources before that are judged. Make the file again with terraform show -json.",
			f.opts.Display, cause(err), len(f.records)),
	})
	f.partial = f.opts.Display
}

// notes says what the file says about itself.
func (f *File) notes() {
	if len(f.drifted) > 0 {
		const most = 5
		names := f.drifted
		more := ""
		if len(names) > most {
			names, more = names[:most], fmt.Sprintf(" and %d more", len(f.drifted)-most)
		}
		f.Diagnostics = append(f.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityInfo, Summary: "Changed outside Terraform", Location: f.location(1),
			Detail: fmt.Sprintf("Since the last apply something else changed %s%s. What is judged is what the plan makes of them.",
				strings.Join(names, ", "), more),
		})
	}
}

func (f *File) location(line int) *graph.Location {
	return &graph.Location{File: f.opts.Display, Line: line, Column: 1, EndLine: line, EndColumn: 1}
}

// cause is an error's message without the operation and path that the caller names.
func cause(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// link makes the tree of module instances and drops what is listed twice.
func (f *File) link() {
	f.root = f.instance("")
	kept := f.records[:0]
	for _, r := range f.records {
		if f.byAddress[r.address] != nil {
			continue
		}
		f.byAddress[r.address] = r
		kept = append(kept, r)
		r.in = f.instance(r.module)
		key := r.block()
		r.in.resources[key] = append(r.in.resources[key], r)
	}
	f.records = kept
	for _, m := range f.modules {
		for _, list := range m.resources {
			slices.SortStableFunc(list, func(a, b *record) int { return compareKeys(a.key, b.key) })
		}
		for _, list := range m.children {
			slices.SortStableFunc(list, func(a, b *moduleInstance) int { return compareKeys(a.key, b.key) })
		}
	}
	f.surroundings()
}

// Addresses returns the addresses of the managed resources, in the order of the file.
func (f *File) Addresses() []string {
	var out []string
	for _, r := range f.records {
		if !r.data {
			out = append(out, r.address)
		}
	}
	return out
}
