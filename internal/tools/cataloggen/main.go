// Command cataloggen compiles the catalog: it reads catalog/*/*.yaml, checks the
// files against catalog/schema.json, against each other and against the schemas of
// the Terraform providers, and writes
//
//   - catalog/zz_generated_*.go, the same as static Go data,
//   - rules/schemas/input.json, the type of what rules see as input,
//   - docs/resources/*.md, a page for each type.
//
// Run it as go generate ./catalog. With -check it writes nothing and fails where
// a file is not what it would have written.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "cataloggen:", err)
		os.Exit(1)
	}
}

func run(args []string, stderr io.Writer) error {
	flags := flag.NewFlagSet("cataloggen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	check := flags.Bool("check", false, "compare with the files instead of writing them")
	root := flags.String("root", "", "directory of the module; by default the enclosing one")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *root == "" {
		dir, err := moduleRoot()
		if err != nil {
			return err
		}
		*root = dir
	}
	files, err := generate(*root)
	if err != nil {
		return err
	}
	if *check {
		return compare(*root, files)
	}
	return write(*root, files)
}

// moduleRoot is the nearest directory upwards that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod here or above: give -root")
		}
		dir = parent
	}
}

// generate returns what every generated file holds, by slash-separated path.
func generate(root string) (map[string][]byte, error) {
	c, err := load(filepath.Join(root, "catalog"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	if err := c.goFiles(files); err != nil {
		return nil, err
	}
	if files["rules/schemas/input.json"], err = c.inputSchema(); err != nil {
		return nil, err
	}
	c.pages(files)
	return files, nil
}

// owned lists the generated files that exist, so that those of removed types go.
func owned(root string) ([]string, error) {
	var found []string
	for _, pattern := range []string{"catalog/zz_generated_*.go", "docs/resources/*.md"} {
		matches, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			rel, err := filepath.Rel(root, m)
			if err != nil {
				return nil, err
			}
			found = append(found, filepath.ToSlash(rel))
		}
	}
	return found, nil
}

func compare(root string, files map[string][]byte) error {
	var stale []string
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name))) //nolint:gosec // The paths are the generator's own.
		if err != nil || !bytes.Equal(got, want) {
			stale = append(stale, name)
		}
	}
	existing, err := owned(root)
	if err != nil {
		return err
	}
	for _, name := range existing {
		if _, ok := files[name]; !ok {
			stale = append(stale, name)
		}
	}
	if len(stale) > 0 {
		slices.Sort(stale)
		return fmt.Errorf("not up to date, run go generate ./catalog: %s", strings.Join(stale, ", "))
	}
	return nil
}

func write(root string, files map[string][]byte) error {
	existing, err := owned(root)
	if err != nil {
		return err
	}
	for _, name := range existing {
		if _, ok := files[name]; !ok {
			if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
	}
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) { //nolint:gosec // The paths are the generator's own.
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil { //nolint:gosec // Generated source is for everyone to read.
			return err
		}
	}
	return nil
}
