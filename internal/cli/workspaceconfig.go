package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/faultline-dev/faultline/internal/config"
)

// readConfig takes the nearest faultline.yaml between the scanned directory and the boundary.
func (ws *workspace) readConfig(env *Env, in *inputFlags, from string) error {
	ws.config = &config.Config{}
	file := ""
	if in.withoutConfig {
		return nil
	}
	if in.configFile != "" {
		file = in.configFile
		if !filepath.IsAbs(file) {
			file = filepath.Join(env.Dir, file)
		}
	} else {
		for dir := from; ; dir = filepath.Dir(dir) {
			candidate := filepath.Join(dir, config.Name)
			if info, err := os.Lstat(candidate); err == nil && info.Mode().IsRegular() {
				file = candidate
				break
			}
			if dir == ws.boundary || !within(ws.boundary, filepath.Dir(dir)) {
				return nil
			}
		}
	}
	src, err := os.ReadFile(file) //nolint:gosec // the user names it, or it lies within the boundary
	if err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	shown := file
	if rel, ok := relativeTo(ws.base, file); ok {
		shown = rel
	}
	cfg, err := config.Parse(src)
	if err != nil {
		return fmt.Errorf("%s: %w", shown, err)
	}
	ws.config, ws.configFile = cfg, shown
	if filepath.IsAbs(shown) {
		ws.configFile = filepath.Base(shown) // a report names no folder of a machine
	}
	return ws.anchor(filepath.Dir(file), shown)
}

// anchor makes the configuration's paths relative to the boundary instead of to its file.
func (ws *workspace) anchor(dir, shown string) error {
	rel, ok := relativeTo(ws.boundary, dir)
	if !ok {
		rel = "."
	}
	ws.configDir = rel
	for i, p := range ws.config.Exclude {
		ws.config.Exclude[i] = anchored(rel, p)
	}
	for _, s := range ws.config.Selectors() {
		for i := range s.Paths {
			s.Paths[i].Anchored = anchored(rel, s.Paths[i].Text)
		}
	}
	if b := ws.config.Baseline; b != "" {
		ws.config.Baseline = path.Join(rel, filepath.ToSlash(b))
		if !fs.ValidPath(ws.config.Baseline) || filepath.IsAbs(b) {
			return fmt.Errorf("%s: the baseline %s lies outside the boundary", shown, b)
		}
	}
	for _, list := range [][]string{ws.config.VarFiles, ws.config.ModuleDirs, ws.config.AsRoot, ws.config.RuleDirs} {
		for i, p := range list {
			if p = path.Join(rel, filepath.ToSlash(p)); !fs.ValidPath(p) || filepath.IsAbs(list[i]) {
				return fmt.Errorf("%s: %s lies outside the boundary", shown, list[i])
			}
			if _, err := fs.Stat(ws.root.FS(), p); err != nil {
				return fmt.Errorf("%s: %s: there is no such file or directory", shown, list[i])
			}
			list[i] = p
		}
	}
	return ws.anchorStacks(rel, shown)
}

// anchorStacks does the same for the paths of stacks.
func (ws *workspace) anchorStacks(rel, shown string) error {
	anchored := func(p *string) error {
		below := path.Join(rel, filepath.ToSlash(*p))
		if !fs.ValidPath(below) || filepath.IsAbs(*p) {
			return fmt.Errorf("%s: %s lies outside the boundary", shown, *p)
		}
		if _, err := fs.Stat(ws.root.FS(), below); err != nil {
			return fmt.Errorf("%s: %s: there is no such file", shown, *p)
		}
		*p = below
		return nil
	}
	for i := range ws.config.Stacks {
		s := &ws.config.Stacks[i]
		if err := anchored(&s.Template); err != nil {
			return err
		}
		for j := range s.ParameterFiles {
			if err := anchored(&s.ParameterFiles[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// anchored makes a pattern of the configuration relative to the boundary. One without a
// slash matches at any depth below the file.
func anchored(rel, p string) string {
	if p = filepath.ToSlash(strings.TrimSuffix(p, "/")); !strings.Contains(p, "/") {
		p = "**/" + p
	}
	return path.Join(rel, p)
}
