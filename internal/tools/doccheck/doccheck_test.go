// Package doccheck holds the documents against the repository: their links lead
// somewhere, and the table of rooms has every package.
package doccheck

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// link is the target of [text](target); a title after the target is left out.
	link    = regexp.MustCompile(`\]\(([^)\s]+)[^)]*\)`)
	heading = regexp.MustCompile(`^#{1,6} +(.*)$`)
	code    = regexp.MustCompile("`[^`]*`")
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N}\-_ ]`)
)

func TestLinks(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../../..")
	pages := markdown(t, root)
	anchors := map[string]map[string]bool{}
	for name, lines := range pages {
		anchors[name] = map[string]bool{}
		for _, line := range lines {
			if m := heading.FindStringSubmatch(line); m != nil {
				anchors[name][slug(m[1])] = true
			}
		}
	}
	links := 0
	for name, lines := range pages {
		for i, line := range lines {
			for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(line, ""), -1) {
				if strings.Contains(m[1], ":") {
					continue // of the web
				}
				links++
				file, anchor, _ := strings.Cut(m[1], "#")
				to := name
				if file != "" {
					to = path.Join(path.Dir(name), file)
				}
				if _, err := fs.Stat(root, to); err != nil {
					t.Errorf("%s:%d: %s: there is no such file", name, i+1, m[1])
				} else if anchor != "" && !anchors[to][anchor] {
					t.Errorf("%s:%d: %s: there is no such heading", name, i+1, m[1])
				}
			}
		}
	}
	if links < 100 {
		t.Errorf("only %d links were found", links)
	}
}

// TestRooms wants each package with code in the table of docs/architecture.md, itself or
// the directory that it lies in.
func TestRooms(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../../..")
	text, err := fs.ReadFile(root, "docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "## Rooms")
	table, _, _ = strings.Cut(table, "\n## ")
	rooms := map[string]bool{}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 2 {
			continue
		}
		for _, c := range code.FindAllString(cells[1], -1) {
			room := strings.Trim(c, "`/")
			rooms[room] = true
			if _, err := fs.Stat(root, room); err != nil {
				t.Errorf("docs/architecture.md has a room %s that does not exist", room)
			}
		}
	}
	seen := map[string]bool{}
	walk(t, root, func(name string) {
		dir := path.Dir(name)
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || seen[dir] {
			return
		}
		seen[dir] = true
		at := dir
		for at != "." && !rooms[at] {
			at = path.Dir(at)
		}
		if at == "." {
			t.Errorf("docs/architecture.md has no room for %s", dir)
		}
	})
	if len(rooms) < 10 || len(seen) < len(rooms)/2 {
		t.Errorf("%d rooms and %d packages were found", len(rooms), len(seen))
	}
}

// markdown reads the lines of every page, without those of code blocks.
func markdown(t *testing.T, root fs.FS) map[string][]string {
	t.Helper()
	pages := map[string][]string{}
	walk(t, root, func(name string) {
		if path.Ext(name) != ".md" {
			return
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		block := false
		for i, line := range lines {
			fence := strings.HasPrefix(strings.TrimSpace(line), "```")
			if fence {
				block = !block
			}
			if block || fence {
				lines[i] = ""
			}
		}
		pages[name] = lines
	})
	return pages
}

// walk visits the files outside of hidden directories and testdata.
func walk(t *testing.T, root fs.FS, visit func(name string)) {
	t.Helper()
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := filepath.Base(name); name != "." && (base == "testdata" || base == "bin" || base == "node_modules" || strings.HasPrefix(base, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		visit(name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// slug is the anchor that GitHub gives to a heading.
func slug(text string) string {
	text = strings.ToLower(strings.ReplaceAll(text, "`", ""))
	return strings.ReplaceAll(noSlug.ReplaceAllString(text, ""), " ", "-")
}
