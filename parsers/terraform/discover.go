package terraform

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/sync/errgroup"

	"github.com/faultline-dev/faultline/graph"
)

// found is what a walk over the scanned directories gives.
type found struct {
	roots []string
	left  int // directories left out by patterns
	diags []graph.Diagnostic
}

// ErrNoConfiguration means that the scanned directories hold no Terraform at all.
var ErrNoConfiguration = errors.New("no Terraform configuration found")

// maxDirDepth bounds the walk; symbolic links are not followed, so it only stops
// the absurd.
const maxDirDepth = 100

// discover walks the directories, parses those with configuration in parallel, and
// takes those that no other calls as roots.
func discover(ctx context.Context, opts *Options, l *loader) (*found, error) {
	out := &found{}
	var dirs []string
	for _, dir := range opts.Dirs {
		if info, err := fs.Stat(opts.FS, dir); err != nil {
			return nil, fmt.Errorf("reading %s: %w", opts.Display(dir), err)
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s is not a directory", opts.Display(dir))
		}
		dirs = append(dirs, out.walk(opts, dir)...)
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	if len(dirs) == 0 {
		if out.left > 0 {
			return nil, fmt.Errorf("%w: %d of the directories are excluded", ErrNoConfiguration, out.left)
		}
		return nil, ErrNoConfiguration
	}
	mods := make([]*module, len(dirs))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(opts.Workers)
	for i, dir := range dirs {
		g.Go(func() error {
			mods[i] = l.load(dir)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out.pick(opts, dirs, mods)
	return out, nil
}

// pick chooses the roots: every directory that is not called by another one. Where
// directories only call each other in a circle, all of them are roots.
func (f *found) pick(opts *Options, dirs []string, mods []*module) {
	callers := map[string][]string{}
	loaded := make(map[string]*module, len(dirs))
	for i, m := range mods {
		loaded[dirs[i]] = m
		if m == nil {
			continue
		}
		for _, c := range m.calls {
			if strings.HasPrefix(c.source, ".") {
				target := path.Join(dirs[i], c.source)
				callers[target] = append(callers[target], dirs[i])
			}
		}
	}
	reached := map[string]bool{}
	var reach func(dir string)
	reach = func(dir string) {
		if reached[dir] {
			return
		}
		reached[dir] = true
		if m := loaded[dir]; m != nil {
			for _, c := range m.calls {
				if strings.HasPrefix(c.source, ".") {
					reach(path.Join(dir, c.source))
				}
			}
		}
	}
	for i, dir := range dirs {
		forced := slices.ContainsFunc(opts.AsRoot, func(p string) bool {
			ok, _ := doublestar.Match(p, dir)
			return ok
		})
		if mods[i] != nil && (forced || len(callers[dir]) == 0) {
			f.roots = append(f.roots, dir)
			reach(dir)
		}
	}
	for i, dir := range dirs {
		if mods[i] != nil && !reached[dir] {
			f.roots = append(f.roots, dir)
			reach(dir)
		}
	}
	slices.Sort(f.roots)
	f.roots = slices.Compact(f.roots)
}

// walk lists the directories with configuration at and below one. Hidden
// directories, what .terraformignore names, and exclusions are left out; a
// directory that cannot be read is a diagnostic.
func (f *found) walk(opts *Options, top string) []string {
	var dirs []string
	ignore := readIgnore(opts.FS, top)
	_ = fs.WalkDir(opts.FS, top, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			f.diags = append(f.diags, graph.Diagnostic{
				Severity: graph.SeverityError, Summary: "Directory not read", Incomplete: true,
				Detail: fmt.Sprintf("%s: %s. Its resources are not judged.", opts.Display(p), cause(err)),
			})
			return fs.SkipDir
		}
		if !d.IsDir() {
			if isConfig(d.Name()) {
				if dir := path.Dir(p); len(dirs) == 0 || dirs[len(dirs)-1] != dir {
					dirs = append(dirs, dir)
				}
			}
			return nil
		}
		switch {
		case p == top:
		case strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case ignore.match(p) || excluded(opts, p):
			f.left++
			return fs.SkipDir
		case strings.Count(p, "/") > maxDirDepth:
			f.diags = append(f.diags, graph.Diagnostic{
				Severity: graph.SeverityError, Summary: "Directory not read", Incomplete: true,
				Detail: fmt.Sprintf("%s lies more than %d directories deep. Its resources are not judged.", opts.Display(p), maxDirDepth),
			})
			return fs.SkipDir
		}
		return nil
	})
	return dirs
}

func excluded(opts *Options, dir string) bool {
	return slices.ContainsFunc(opts.Exclude, func(pattern string) bool {
		ok, _ := doublestar.Match(pattern, dir)
		return ok
	})
}

// ignores are the directory patterns of a .terraformignore file, which has the
// syntax of .gitignore. Negated patterns are not directories to leave out and are skipped.
type ignores struct {
	top      string
	patterns []string
}

func readIgnore(fsys fs.FS, top string) ignores {
	out := ignores{top: top}
	src, err := readBounded(fsys, path.Join(top, ".terraformignore"), 1<<20)
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		p := strings.TrimSuffix(strings.TrimSuffix(line, "/**"), "/")
		if strings.HasPrefix(p, "/") {
			p = p[1:]
		} else if !strings.Contains(p, "/") {
			p = "**/" + p
		}
		out.patterns = append(out.patterns, p)
	}
	return out
}

func (g ignores) match(dir string) bool {
	rel := strings.TrimPrefix(strings.TrimPrefix(dir, g.top), "/")
	return slices.ContainsFunc(g.patterns, func(p string) bool {
		ok, _ := doublestar.Match(p, rel)
		return ok
	})
}
