package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// repository is one line of the list: a folder of a repository in one commit.
type repository struct {
	name   string // owner/name
	commit string
	folder string // below the repository; "." for all of it
}

func (r repository) String() string {
	if r.folder == "." {
		return r.name
	}
	return r.name + "/" + r.folder
}

func readRepositories(file string) ([]repository, error) {
	rows, err := readCSV(file, "repository", "commit", "folder")
	if err != nil {
		return nil, err
	}
	list := make([]repository, len(rows))
	for i, row := range rows {
		list[i] = repository{name: row[0], commit: row[1], folder: row[2]}
	}
	return list, nil
}

// readCSV reads the rows below a header that must be this one.
func readCSV(file string, header ...string) ([][]string, error) {
	f, err := os.Open(file) //nolint:gosec // the caller names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.FieldsPerRecord = len(header)
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if want := strings.Join(header, ","); len(rows) == 0 || strings.Join(rows[0], ",") != want {
		return nil, fmt.Errorf("%s does not start with %s", file, want)
	}
	return rows[1:], nil
}

// find returns the directory of the repository, or why it cannot be used.
func (r repository) find(sources string) (dir, why string) {
	_, name, _ := strings.Cut(r.name, "/")
	for _, at := range []string{r.name, strings.ReplaceAll(r.name, "/", "+"), name} {
		dir = filepath.Join(sources, filepath.FromSlash(at))
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(r.folder))); err != nil || !info.IsDir() {
			continue
		}
		if head := headOf(dir); head != "" && head != r.commit {
			return "", fmt.Sprintf("%s is at commit %s, not %s", at, head, r.commit)
		}
		return dir, ""
	}
	return "", "there is no such directory"
}

// headOf reads which commit a clone is at; empty without a clone, or when only git can tell.
func headOf(dir string) string {
	head, err := os.ReadFile(filepath.Join(dir, ".git", "HEAD")) //nolint:gosec // below what the caller names
	if err != nil {
		return ""
	}
	ref, symbolic := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: ")
	if !symbolic {
		return ref
	}
	commit, err := os.ReadFile(filepath.Join(dir, ".git", filepath.FromSlash(ref))) //nolint:gosec // likewise
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(commit))
}
