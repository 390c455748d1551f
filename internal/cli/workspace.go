package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/snapshots"
)

// workspace is a run's view of the file system.
type workspace struct {
	root     *os.Root // the boundary
	boundary string   // absolute
	base     string   // absolute; displayed paths are relative to it
	dirs     []string // scanned, below the boundary
	// templates are files named one by one, below the boundary.
	templates []string
	files     []planFile
	snapshots []planFile
	// coverage is what the snapshots looked for, after parsing.
	coverage snapshots.Coverage
	config   *config.Config
	// configFile is the configuration file as it is displayed, and configDir its
	// directory below the boundary; both empty without one.
	configFile, configDir string
	target                string
}

// open resolves the inputs, the boundary and the configuration.
func (in *inputFlags) open(env *Env, args []string) (*workspace, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	ws := &workspace{target: strings.Join(args, " ")}
	inputs, err := resolveInputs(env, args)
	if err != nil {
		return nil, err
	}
	scanned := scannedDirs(inputs)
	repository := enclosingRepository(scanned[0])
	ws.boundary = repository
	if ws.boundary == "" {
		ws.boundary = commonDir(scanned)
	}
	if in.boundary != "" {
		abs, err := resolveDir(env, in.boundary)
		if err != nil {
			return nil, fmt.Errorf("--boundary: %w", err)
		}
		ws.boundary = abs
	}
	ws.base = repository
	if ws.base == "" || !within(ws.boundary, ws.base) {
		ws.base = commonDir(scanned)
	}
	for _, i := range inputs {
		rel, ok := relativeTo(ws.boundary, i.path)
		switch {
		case i.kind == planOrState:
			ws.addFile(i)
		case i.kind == live:
			ws.addSnapshot(i)
		case !ok:
			return nil, fmt.Errorf("%s lies outside the boundary %s; give --boundary a directory that holds both", i.arg, ws.boundary)
		case i.kind == template:
			ws.templates = append(ws.templates, rel)
		default:
			ws.dirs = append(ws.dirs, rel)
		}
	}
	root, err := os.OpenRoot(ws.boundary)
	if err != nil {
		return nil, fmt.Errorf("opening the boundary: %w", err)
	}
	ws.root = root
	if err := ws.readConfig(env, in, scanned[0]); err != nil {
		root.Close()
		return nil, err
	}
	return ws, nil
}

// enclosingRepository finds the git work tree around a directory; empty without.
func enclosingRepository(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// commonDir is the innermost directory that holds all of them.
func commonDir(dirs []string) string {
	common := dirs[0]
	for _, d := range dirs[1:] {
		for !within(common, d) {
			common = filepath.Dir(common)
		}
	}
	return common
}

func within(outer, inner string) bool {
	_, ok := relativeTo(outer, inner)
	return ok
}

// relativeTo gives a slash path below a directory, "." for itself.
func relativeTo(dir, p string) (string, bool) {
	rel, err := filepath.Rel(dir, p)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// whole reports whether everything that the configuration is for was scanned.
func (ws *workspace) whole() bool {
	return slices.ContainsFunc(ws.dirs, func(d string) bool { return below(d, ws.configDir) })
}

// undisplay turns a displayed path into one below the boundary.
func (ws *workspace) undisplay(p string) string {
	rel, ok := relativeTo(ws.boundary, filepath.Join(ws.base, filepath.FromSlash(p)))
	if !ok {
		return p
	}
	return rel
}

// display turns a path below the boundary into the one to show.
func (ws *workspace) display(p string) string {
	rel, err := filepath.Rel(ws.base, filepath.Join(ws.boundary, filepath.FromSlash(p)))
	if err != nil {
		return p
	}
	return filepath.ToSlash(rel)
}

// source reads a file by its displayed path. The text of plans and states is not for
// showing: it has every secret.
func (ws *workspace) source(file string) ([]byte, error) {
	rel, ok := relativeTo(ws.boundary, filepath.Join(ws.base, filepath.FromSlash(file)))
	if !ok || ws.isPlan(file) {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(ws.root.FS(), rel)
}

// below turns a path given on the command line into one below the boundary.
func (ws *workspace) below(env *Env, flag, p string) (string, error) {
	abs := p
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(env.Dir, abs)
	}
	abs, err := filepath.Abs(abs)
	if err != nil {
		return "", err
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		abs = resolved
	} else if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("--%s %s: there is no such file or directory", flag, p)
	}
	rel, ok := relativeTo(ws.boundary, abs)
	if !ok {
		return "", fmt.Errorf("--%s %s lies outside the boundary %s; raise --boundary", flag, p, ws.boundary)
	}
	return rel, nil
}

// pattern anchors an exclusion of the command line: a path that starts with a dot
// is relative to the working directory, a bare name matches at any depth.
func (ws *workspace) pattern(env *Env, p string) string {
	p = filepath.ToSlash(p)
	if strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") {
		if abs, err := filepath.Abs(filepath.Join(env.Dir, p)); err == nil {
			if rel, ok := relativeTo(ws.boundary, abs); ok {
				return rel
			}
		}
	}
	p = strings.TrimSuffix(p, "/")
	if !strings.Contains(p, "/") {
		return "**/" + p
	}
	return p
}

// fromHere turns a path below the boundary into one that works in the user's shell.
func (ws *workspace) fromHere(env *Env, p string) string {
	here, err := filepath.Abs(first(env.Dir, "."))
	if err != nil {
		return ws.display(p)
	}
	if resolved, err := filepath.EvalSymlinks(here); err == nil {
		here = resolved
	}
	rel, err := filepath.Rel(here, filepath.Join(ws.boundary, filepath.FromSlash(p)))
	if err != nil {
		return ws.display(p)
	}
	return filepath.ToSlash(rel)
}
