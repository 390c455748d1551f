package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/plan"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// planFile is a plan or state among the inputs.
type planFile struct {
	path  string // absolute
	shown string
}

// addFile gives a file the path to show: relative to the base or, outside of it, its name.
func (ws *workspace) addFile(i input) {
	shown, ok := relativeTo(ws.base, i.path)
	if !ok {
		shown = filepath.Base(i.path)
	}
	for n := 2; ws.isPlan(shown); n++ {
		if slices.ContainsFunc(ws.files, func(f planFile) bool { return f.path == i.path }) {
			return // named twice
		}
		shown = fmt.Sprintf("%s#%d", filepath.Base(i.path), n)
	}
	ws.files = append(ws.files, planFile{i.path, shown})
}

func (ws *workspace) isPlan(shown string) bool {
	return slices.ContainsFunc(ws.files, func(f planFile) bool { return f.shown == shown })
}

// parseFiles reads plans and states, and the directories that are given with them or
// around them. A directory that a plan was made of is the same input as the plan: it
// gives the places in the text, and the plan gives the resources.
func (ws *workspace) parseFiles(ctx context.Context, o terraform.Options, others bool) (*graph.Builder, terraform.Stats, error) {
	j := &joining{ws: ws}
	for _, f := range ws.files {
		if err := j.read(ctx, f, o.Region); err != nil {
			return nil, terraform.Stats{}, err
		}
	}
	if err := j.directories(ctx, o, others); err != nil {
		return nil, terraform.Stats{}, err
	}
	for _, p := range j.plans {
		j.choose(p)
	}
	b := j.build()
	return b, j.stats, nil
}

// joining is one run with plans.
type joining struct {
	ws    *workspace
	plans []*planned
	roots []*candidate
	given *graph.Builder // of the directories that are inputs; nil without
	// beside are the directives of the directories around plans.
	beside []graph.Directive
	stats  terraform.Stats
}

// planned is a plan or state that was read.
type planned struct {
	planFile
	file *plan.File
	root *candidate // what it was made of; nil when that is not among the roots
}

// candidate is a root that a plan may have been made of.
type candidate struct {
	group   string
	input   bool // one of the directories given, not only the one around a plan
	sources *plan.Sources
	plans   int // made of it
}

func (j *joining) read(ctx context.Context, f planFile, region string) error {
	j.stats.FilesRead++
	root, err := os.OpenRoot(filepath.Dir(f.path))
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.shown, err)
	}
	defer root.Close()
	read, err := plan.Read(ctx, plan.Options{FS: root.FS(), Path: filepath.Base(f.path), Display: f.shown, Region: region})
	if err != nil {
		return err
	}
	for _, d := range read.Diagnostics {
		if d.Incomplete {
			j.stats.FilesRead--
			j.stats.FilesFailed++
			break
		}
	}
	j.plans = append(j.plans, &planned{planFile: f, file: read})
	return nil
}

// directories evaluates those that are inputs and, without what is below them, those
// in which the plans lie.
func (j *joining) directories(ctx context.Context, o terraform.Options, others bool) error {
	o.Prefixed = true
	if len(j.ws.dirs) > 0 {
		b, stats, err := terraform.Parse(ctx, o)
		switch {
		case errors.Is(err, terraform.ErrNoConfiguration) && !others:
			return j.ws.nothing(err)
		case errors.Is(err, terraform.ErrNoConfiguration):
		case err != nil:
			return err
		default:
			j.given = b
			j.add(b, stats, true)
		}
	}
	o.Dirs = nil
	for _, p := range j.plans {
		dir, ok := relativeTo(j.ws.boundary, filepath.Dir(p.path))
		if ok && !slices.Contains(o.Dirs, dir) && !slices.ContainsFunc(j.ws.dirs, func(d string) bool { return below(d, dir) }) {
			o.Dirs = append(o.Dirs, dir)
		}
	}
	if len(o.Dirs) == 0 {
		return nil
	}
	o.Exclude = []string{"**"}
	o.AsRoot = o.Dirs
	b, stats, err := terraform.Parse(ctx, o)
	if errors.Is(err, terraform.ErrNoConfiguration) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the configuration beside a plan: %w", err)
	}
	j.add(b, stats, false)
	j.beside = b.Directives
	return nil
}

// below reports whether a slash path is another or lies in it.
func below(dir, p string) bool {
	return dir == "." || p == dir || strings.HasPrefix(p, dir+"/")
}

func (j *joining) add(b *graph.Builder, stats terraform.Stats, input bool) {
	for _, group := range stats.Roots {
		j.roots = append(j.roots, &candidate{group: group, input: input, sources: plan.NewSources(b, group)})
	}
	if input {
		j.stats.FilesRead += stats.FilesRead
		j.stats.FilesFailed += stats.FilesFailed
	}
}

// choose finds the root that a plan was made of: the one that has most of its resource
// blocks, and at least half of them. Of several alike it is the one whose values agree.
func (j *joining) choose(p *planned) {
	var best *candidate
	var bestBlocks, bestValues int
	for _, c := range j.roots {
		blocks, of, values := p.file.Match(c.sources)
		if of == 0 && c.group == path.Dir(p.shown) {
			best = c // a plan that leaves nothing
			break
		}
		if blocks == 0 || blocks*2 < of || blocks < bestBlocks || blocks == bestBlocks && values <= bestValues && best != nil {
			continue
		}
		best, bestBlocks, bestValues = c, blocks, values
	}
	if best != nil {
		p.root = best
		best.plans++
	}
}

// build puts the inputs into one builder.
func (j *joining) build() *graph.Builder {
	out := &graph.Builder{}
	inputs := len(j.plans)
	for _, c := range j.roots {
		if c.input && c.plans == 0 {
			inputs++
		}
	}
	for _, p := range j.plans {
		o := plan.BuildOptions{Group: p.shown}
		if p.root != nil {
			o.Sources = p.root.sources
			if p.root.plans == 1 {
				o.Group = p.root.group
			}
		}
		if inputs > 1 {
			o.Prefix = p.shown + "/"
		}
		out.Merge(p.file.Build(o))
	}
	// Of a directory that is no input they matter where a plan was made of it.
	if slices.ContainsFunc(j.roots, func(c *candidate) bool { return !c.input && c.plans > 0 }) {
		out.Directives = append(out.Directives, j.beside...)
	}
	if j.given != nil {
		j.reduce()
		out.Merge(j.given)
	}
	return out
}

// reduce takes the roots that plans were made of out of the evaluated directories.
// What was wrong with reading them is only worth a warning, as the plan has the facts.
func (j *joining) reduce() {
	gone := map[string]bool{}
	left := false
	for _, c := range j.roots {
		if c.input {
			gone[c.group] = c.plans > 0
			left = left || c.plans == 0
		}
	}
	b := j.given
	b.Resources = slices.DeleteFunc(b.Resources, func(r *graph.Resource) bool { return gone[r.Group] })
	for group := range gone {
		if gone[group] {
			delete(b.Missing, group)
		}
	}
	for i := range b.Diagnostics {
		d := &b.Diagnostics[i]
		if !left || d.Location != nil && gone[innermost(gone, d.Location.File)] {
			d.Incomplete = false
			if d.Severity == graph.SeverityError {
				d.Severity = graph.SeverityWarning
			}
		}
	}
}

// innermost is the root in which a file lies; empty when it lies in none.
func innermost(roots map[string]bool, file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if _, ok := roots[dir]; ok {
			return dir
		}
		if dir == "." || dir == "/" {
			return ""
		}
	}
}
