// Command ecosystem scans public repositories and compares how often each rule gives
// which verdict with what was recorded, so that a change of a rule, the catalog or the
// parser shows what it does to real configurations.
//
//	go run ./internal/tools/ecosystem -sources DIR [-update] [OWNER/NAME…]
//
// DIR holds the repositories of testdata/ecosystem/repositories.csv, in the commit that
// stands there, as OWNER/NAME, OWNER+NAME or NAME. One that is absent is named, and its
// recorded counts are kept. The exit code is 1 when a count differs.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
)

func main() {
	same, err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ecosystem:", err)
		os.Exit(2)
	}
	if !same {
		os.Exit(1)
	}
}

// run reports whether the counts are the recorded ones, or are recorded now.
func run(args []string, stdout, stderr io.Writer) (bool, error) {
	flags := flag.NewFlagSet("ecosystem", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sources := flags.String("sources", "", "directory of the repositories")
	list := flags.String("repositories", "testdata/ecosystem/repositories.csv", "which repositories, in which commit")
	golden := flags.String("counts", "testdata/ecosystem/counts.csv", "the recorded counts")
	update := flags.Bool("update", false, "record the counts instead of comparing them")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	if *sources == "" {
		return false, errors.New("-sources is needed (make ecosystem ECOSYSTEM=DIR)")
	}
	all, err := readRepositories(*list)
	if err != nil {
		return false, err
	}
	recorded, err := readCounts(*golden)
	if err != nil {
		return false, err
	}
	now := counts{}
	scanned := 0
	for _, r := range all {
		dir, why := r.find(*sources)
		if only := flags.Args(); len(only) > 0 && !slices.Contains(only, r.name) {
			why = "not asked for"
		}
		if why != "" {
			fmt.Fprintf(stderr, "%s: not scanned: %s\n", r, why)
			now.keep(recorded, r)
			continue
		}
		if err := now.scan(r, dir); err != nil {
			return false, fmt.Errorf("%s: %w", r, err)
		}
		scanned++
	}
	if scanned == 0 {
		return false, fmt.Errorf("none of the %d repositories is below %s", len(all), *sources)
	}
	differing := report(stdout, recorded, now)
	fmt.Fprintf(stdout, "%d of %d repositories scanned, %d verdicts, %d counts differ\n", scanned, len(all), now.verdicts(), differing)
	if *update {
		return true, now.write(*golden)
	}
	return differing == 0, nil
}
