package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/changes"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
)

type diffFlags struct {
	in         inputFlags
	filter     filterFlags
	format     string
	outputs    []string
	failOn     string
	incomplete string
	verbose    bool
	color      string
}

func diffFormats() []string { return []string{"text", "json", "markdown", "sarif"} }

func newDiff(env *Env) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say which findings are new, fixed or worse between two inputs",
		Long: `diff judges two inputs by the same rules and reports what is different: two snapshots of
an account, two checkouts, a state and a plan. The rules, their settings and the
suppressions are those of NEW. The exit code is 1 if something new or worse is at least
as severe as --fail-on.

A finding that is gone is fixed only if NEW could judge it: otherwise it is listed as not
judged again, and the run is incomplete (exit code 3) like any other in which something
was not read. Code and the account that it made are compared by faultline drift.`,
		Example: `  faultline diff yesterday.snapshot today.snapshot
  faultline diff ../main live/prod --format markdown
  faultline diff state.json plan.json --fail-on high`,
		Args: cobra.ExactArgs(2), //nolint:mnd // it compares two
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args[0], args[1]) },
	}
	f.in.register(cmd)
	f.filter.register(cmd, env)
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT` of standard output: text, json, markdown (a comment) or sarif (with baselineState)")
	fl.StringArrayVar(&f.outputs, "output", nil, "also write a report to a file, as `FORMAT=FILE` (may be repeated)")
	fl.StringVar(&f.failOn, "fail-on", "", "least `SEVERITY` of something new or worse that makes the exit code 1: critical, high, medium, low or none (default: medium)")
	fl.StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "also print everything that was not read")
	registerColor(cmd, &f.color)
	complete(cmd, "format", diffFormats())
	complete(cmd, "fail-on", config.FailLevels())
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func (f *diffFlags) check() ([]output, error) {
	if err := oneOf("format", f.format, diffFormats()); err != nil {
		return nil, err
	}
	if err := oneOf("incomplete", f.incomplete, []string{"error", "warn"}); err != nil {
		return nil, err
	}
	if err := oneOf("color", f.color, []string{"auto", "always", "never"}); err != nil {
		return nil, err
	}
	if err := f.filter.check(); err != nil {
		return nil, err
	}
	if f.failOn != "" {
		if err := oneOf("fail-on", f.failOn, config.FailLevels()); err != nil {
			return nil, err
		}
	}
	return parseOutputs(f.outputs, diffFormats())
}

func (f *diffFlags) run(ctx context.Context, env *Env, before, after string) error {
	outs, err := f.check()
	if err != nil {
		return err
	}
	s := &sides{in: &f.in, filter: &f.filter}
	defer s.close()
	if err := s.judge(ctx, env, []string{before}, []string{after}); err != nil {
		return err
	}
	d := &report.Diff{
		Changes: changes.Between(s.side(s.before, s.old), s.side(s.after, s.new)), Before: before, After: after,
		Diagnostics:   append(incompleteOf(s.old), s.new.Diagnostics...),
		BeforeSources: s.before.source,
	}
	threshold := first(f.failOn, s.after.config.FailOn, string(analyzer.Medium))
	code := ExitClean
	switch {
	case (s.old.Incomplete() || s.new.Incomplete()) && f.incomplete == "error":
		code = ExitIncomplete
	case threshold != "none" && d.Stops(analyzer.Severity(threshold)):
		code = ExitFindings
	}
	d.Report = &report.Report{
		Assessment: s.new, Target: after, Sources: s.after.source, Profile: s.profile, Version: version(), ExitCode: code,
	}
	for _, o := range outs {
		var buf bytes.Buffer
		if err := f.write(&buf, env, d, o.format, false); err != nil {
			return fmt.Errorf("writing %s: %w", o.file, err)
		}
		if err := os.WriteFile(inDir(env, o.file), buf.Bytes(), 0o644); err != nil { //nolint:gosec // a report is for others to read
			return fmt.Errorf("writing the %s report: %w", o.format, err)
		}
	}
	if err := f.write(env.Stdout, env, d, f.format, true); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if code != ExitClean {
		return exitError{code}
	}
	return nil
}

// incompleteOf are the diagnostics that say that something of the old side is missing,
// which can make findings look new.
func incompleteOf(a *analyzer.Assessment) (list []graph.Diagnostic) {
	for _, d := range a.Diagnostics {
		if d.Incomplete {
			list = append(list, d)
		}
	}
	return list
}

func (f *diffFlags) write(w io.Writer, env *Env, d *report.Diff, format string, stdout bool) error {
	switch format {
	case "json":
		return report.WriteDiffJSON(w, d)
	case "markdown":
		return report.WriteDiffMarkdown(w, d, report.MarkdownOptions{LinkBase: linkBase(env)})
	case "sarif":
		return report.WriteDiffSARIF(w, d, report.SARIFOptions{})
	default:
		o := textOptions(env, f.color, stdout)
		o.Verbose = f.verbose
		return report.WriteDiffText(w, d, o)
	}
}
