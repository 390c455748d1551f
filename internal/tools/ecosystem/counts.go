package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

// key is what is counted. Beside the verdicts of the rules there is, under the rule "-",
// what was read: files, resources, judged, incomplete.
type key struct{ repository, folder, rule, what string }

func compareKeys(a, b key) int {
	return cmp.Or(
		cmp.Compare(a.repository, b.repository), cmp.Compare(a.folder, b.folder),
		cmp.Compare(a.rule, b.rule), cmp.Compare(a.what, b.what),
	)
}

type counts map[key]int

const coverageRule = "-"

func header() []string { return []string{"repository", "folder", "rule", "verdict", "count"} }

// readCounts reads what was recorded; nothing was when there is no file.
func readCounts(file string) (counts, error) {
	rows, err := readCSV(file, header()...)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	c := counts{}
	for _, row := range rows {
		n, err := strconv.Atoi(row[4])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		c[key{row[0], row[1], row[2], row[3]}] = n
	}
	return c, nil
}

func (c counts) write(file string) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{header()}
	for _, k := range slices.SortedFunc(maps.Keys(c), compareKeys) {
		rows = append(rows, []string{k.repository, k.folder, k.rule, k.what, strconv.Itoa(c[k])})
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644) //nolint:gosec // a source file
}

// keep takes over what was recorded of a repository that is not scanned.
func (c counts) keep(recorded counts, r repository) {
	for k, n := range recorded {
		if k.repository == r.name && k.folder == r.folder {
			c[k] = n
		}
	}
}

// scan counts what the command says of a repository at a directory.
func (c counts) scan(r repository, dir string) error {
	var out, problems bytes.Buffer
	code := cli.Main(context.Background(), []string{
		"scan", "--incomplete=warn", "--fail-on=none", "--format=json", "--boundary=.", filepath.FromSlash(r.folder),
	}, &cli.Env{Stdout: &out, Stderr: &problems, Dir: dir, Now: func() time.Time { return time.Time{} }})
	if code != cli.ExitClean {
		return fmt.Errorf("exit code %d: %s", code, strings.TrimSpace(problems.String()))
	}
	var found struct {
		Coverage struct {
			Files     int `json:"files_read"`
			Resources int `json:"resources"`
			Judged    int `json:"judged"`
		} `json:"coverage"`
		Diagnostics []struct {
			Incomplete bool `json:"incomplete"`
		} `json:"diagnostics"`
		Findings []struct {
			Rule    string `json:"rule"`
			Verdict string `json:"verdict"`
		} `json:"findings"`
	}
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		return fmt.Errorf("reading the report: %w", err)
	}
	c[key{r.name, r.folder, coverageRule, "files"}] = found.Coverage.Files
	c[key{r.name, r.folder, coverageRule, "resources"}] = found.Coverage.Resources
	c[key{r.name, r.folder, coverageRule, "judged"}] = found.Coverage.Judged
	for _, d := range found.Diagnostics {
		if d.Incomplete {
			c[key{r.name, r.folder, coverageRule, "incomplete"}]++
		}
	}
	for _, f := range found.Findings {
		c[key{r.name, r.folder, f.Rule, f.Verdict}]++
	}
	return nil
}

// verdicts is the number of all findings.
func (c counts) verdicts() int {
	sum := 0
	for k, n := range c {
		if k.rule != coverageRule {
			sum += n
		}
	}
	return sum
}

// report prints what differs, then the sums per rule and verdict of that, and returns
// how many counts differ.
func report(w io.Writer, was, is counts) int {
	both := maps.Clone(was)
	maps.Copy(both, is)
	sums := map[key]int{}
	differing := 0
	for _, k := range slices.SortedFunc(maps.Keys(both), compareKeys) {
		if was[k] == is[k] {
			continue
		}
		differing++
		sums[key{rule: k.rule, what: k.what}] += is[k] - was[k]
		at := repository{name: k.repository, folder: k.folder}
		fmt.Fprintf(w, "%s: %s %s %d → %d\n", at, k.rule, k.what, was[k], is[k])
	}
	for _, k := range slices.SortedFunc(maps.Keys(sums), compareKeys) {
		fmt.Fprintf(w, "in all: %s %s %+d\n", k.rule, k.what, sums[k])
	}
	return differing
}
