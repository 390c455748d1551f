package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/internal/triage"
)

// baselineFlags are those of the command that writes a baseline.
type baselineFlags struct {
	in         inputFlags
	filter     filterFlags
	output     string
	reason     string
	incomplete string
}

func newBaseline(env *Env) *cobra.Command {
	var f baselineFlags
	cmd := &cobra.Command{
		Use:   "baseline [DIR|PLAN.json|TEMPLATE...]",
		Short: "Write down the findings there are, so that only new ones fail a run",
		Long: `baseline scans like scan and writes what it finds to a file. With that file
(--baseline, or baseline: in the configuration), scan shows those findings as known,
and only new ones count.

Written again, it keeps the dates and reasons of what is still there, takes out what
is fixed, and keeps what the run could not judge. Commit the file.`,
		Example: `  faultline baseline
  faultline baseline --reason "before the migration" live/prod
  faultline scan --baseline faultline-baseline.json`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args) },
	}
	f.in.register(cmd)
	f.filter.register(cmd, env)
	cmd.Flags().StringVar(&f.output, "output", "", "`FILE` to write (default: that of the configuration, else "+triage.BaselineName+")")
	cmd.Flags().StringVar(&f.reason, "reason", "", "`TEXT` that says why the findings that have no reason yet are accepted for now")
	cmd.Flags().StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	complete(cmd, "incomplete", []string{"error", "warn"})
	_ = cmd.MarkFlagFilename("output", "json")
	return cmd
}

func (f *baselineFlags) run(ctx context.Context, env *Env, args []string) error {
	if err := errors.Join(f.filter.check(), oneOf("incomplete", f.incomplete, []string{"error", "warn"})); err != nil {
		return err
	}
	ws, err := f.in.open(env, args)
	if err != nil {
		return err
	}
	defer ws.root.Close()
	file := inDir(env, first(f.output, triage.BaselineName))
	if f.output == "" && ws.config.Baseline != "" {
		file = filepath.Join(ws.boundary, filepath.FromSlash(ws.config.Baseline))
	}
	old, err := readBaseline(file)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = nil, nil
	}
	if err != nil {
		return err
	}
	t, err := f.filter.triage(env, ws, old)
	if err != nil {
		return err
	}
	a, err := assess(ctx, env, &f.in, ws, t, f.filter.ruleTimeout)
	if err != nil {
		return err
	}
	r := t.Renew(a, f.reason)
	text, err := r.JSON()
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, text, 0o644); err != nil { //nolint:gosec // a baseline is for others to read
		return fmt.Errorf("writing the baseline: %w", err)
	}
	fmt.Fprintf(env.Stdout, "%s: %d known, of them %d new; %d fixed and taken out", shownFrom(env, file), len(r.Entries), r.New, r.Gone)
	if r.Kept > 0 {
		fmt.Fprintf(env.Stdout, "; %d kept that this run did not judge", r.Kept)
	}
	fmt.Fprintln(env.Stdout)
	if ws.config.Baseline == "" {
		fmt.Fprintf(env.Stdout, "Use it: faultline scan --baseline %s, or baseline: in the configuration.\n", shownFrom(env, file))
	}
	if printDiagnostics(env, a.Diagnostics) && f.incomplete == "error" {
		return exitError{ExitIncomplete}
	}
	return nil
}

// shownFrom writes a path as the user would from the working directory.
func shownFrom(env *Env, file string) string {
	here, err := filepath.Abs(first(env.Dir, "."))
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return file
}

func readBaseline(file string) (*triage.Baseline, error) {
	src, err := os.ReadFile(file) //nolint:gosec // the user names it, or it lies within the boundary
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	b, err := triage.ReadBaseline(src)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return b, nil
}

// baseline is that of --baseline, else of the configuration; nil without either. That
// of the configuration is read within the boundary.
func (ws *workspace) baseline(env *Env, flag string) (*triage.Baseline, error) {
	if flag != "" {
		b, err := readBaseline(inDir(env, flag))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("--baseline %s: there is no such file; write it with: faultline baseline --output %s", flag, flag)
		}
		return b, err
	}
	name := ws.config.Baseline
	if name == "" {
		return nil, nil //nolint:nilnil // no baseline is a baseline
	}
	src, err := fs.ReadFile(ws.root.FS(), name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: the baseline %s does not exist; write it with: faultline baseline", ws.configFile, ws.display(name))
	case err != nil:
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	b, err := triage.ReadBaseline(src)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ws.display(name), err)
	}
	return b, nil
}

// scanned reports whether a root or file, as it is displayed, lies in a scanned directory
// or is a plan among the inputs.
func (ws *workspace) scanned(p string) bool {
	at := path.Clean(ws.undisplay(p))
	return ws.isPlan(p) || slices.ContainsFunc(ws.dirs, func(d string) bool { return below(d, at) })
}
