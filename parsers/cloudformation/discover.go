package cloudformation

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/faultline-dev/faultline/graph"
)

// maxDirDepth bounds the walk; symbolic links are not followed, so it only stops
// the absurd.
const maxDirDepth = 100

// discover walks the directories and reads the templates in them. It returns their
// paths, sorted.
func (r *run) discover(ctx context.Context) ([]string, error) {
	var paths []string
	claims := map[string]claim{}
	for _, dir := range r.opts.Dirs {
		if info, err := fs.Stat(r.fs, dir); err != nil {
			return nil, fmt.Errorf("reading %s: %w", r.opts.Display(dir), err)
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s is not a directory", r.opts.Display(dir))
		}
		paths = append(paths, r.walk(dir)...)
	}
	paths = r.assemblies(paths)
	for _, s := range r.assembled {
		claims[s.Template] = byManifest
		paths = append(paths, s.Template)
	}
	for _, p := range r.opts.Files {
		claims[p] = byUser
		paths = append(paths, p)
	}
	for _, s := range r.opts.Stacks {
		if slices.ContainsFunc(r.opts.Dirs, func(dir string) bool { return below(dir, s.Template) }) {
			paths = append(paths, s.Template)
		}
	}
	slices.Sort(paths)
	return r.load(ctx, slices.Compact(paths), claims)
}

// below reports whether a slash path is another or lies in it.
func below(dir, p string) bool {
	return dir == "." || p == dir || strings.HasPrefix(p, dir+"/")
}

// HasTemplateName reports whether a file's name is one that templates have.
func HasTemplateName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json", ".template", ".cfn":
		return !strings.HasPrefix(path.Base(name), ".")
	}
	return false
}

// Recognise reports whether a text is a template, by its content.
func Recognise(src []byte) bool {
	if !looksLikeTemplate(src) {
		return false
	}
	root, err := parse(withoutMark(src))
	if err != nil {
		return claims(src)
	}
	root = resolved(root)
	return isMapping(root) && isTemplate(root)
}

// walk lists the files at and below a directory that may be templates. Hidden
// directories, packages of node, and exclusions are left out.
func (r *run) walk(top string) []string {
	var files []string
	_ = fs.WalkDir(r.fs, top, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			r.builder.Diagnostics = append(r.builder.Diagnostics, graph.Diagnostic{
				Severity: graph.SeverityError, Summary: "Directory not read", Incomplete: true,
				Detail: fmt.Sprintf("%s: %s. Its resources are not judged.", r.opts.Display(p), cause(err)),
			})
			return fs.SkipDir
		}
		switch {
		case !d.IsDir():
			if HasTemplateName(d.Name()) && (d.Type().IsRegular() || r.leadsToFile(p, d)) {
				files = append(files, p)
			}
		case p == top:
		case strings.HasPrefix(d.Name(), "."), d.Name() == "node_modules", r.excluded(p), strings.Count(p, "/") > maxDirDepth:
			return fs.SkipDir
		}
		return nil
	})
	return files
}

// leadsToFile reports whether a symbolic link leads to a file inside the boundary.
func (r *run) leadsToFile(p string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := fs.Stat(r.fs, p)
	return err == nil && info.Mode().IsRegular()
}

func (r *run) excluded(dir string) bool {
	return slices.ContainsFunc(r.opts.Exclude, func(pattern string) bool {
		ok, _ := doublestar.Match(pattern, dir)
		return ok
	})
}
