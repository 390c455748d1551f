package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/page"
	"github.com/faultline-dev/faultline/internal/report"
)

func graphFormats() []string { return []string{"json", "dot", "mermaid", "html"} }

type graphFlags struct {
	in                 inputFlags
	format, incomplete string
	raw, references    bool
	filter             filterFlags
	baseline           string
}

func newGraph(env *Env) *cobra.Command {
	var f graphFlags
	cmd := &cobra.Command{
		Use:   "graph [DIR|PLAN.json|TEMPLATE...]",
		Short: "Print or draw the resource graph that faultline judges",
		Long: `graph prints the resources and relations that scan judges, as JSON for programs, as
a DOT or Mermaid diagram, or as an interactive page. With --raw it prints each
resource instance as its source has it, before satellites are folded and defaults
applied.

--format html writes one file that opens offline in any browser: regions, networks
and zones with what is in them, findings, services and what takes them down, and
what a lost zone, region or component makes of them. It judges as scan does, with the
same flags, and does not fail because of findings. docs/graph.md shows it.`,
		Example: `  faultline graph --format html live/prod > architecture.html
  faultline graph --format mermaid live/prod
  faultline graph --raw | jq '.resources | length'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			return f.run(cmd.Context(), env, args)
		},
	}
	f.in.register(cmd)
	f.filter.register(cmd, env)
	cmd.Flags().StringVar(&f.baseline, "baseline", "", "`FILE` of known findings, which are left out (see faultline baseline)")
	cmd.Flags().StringVar(&f.format, "format", "json", "`FORMAT`: json, dot, mermaid or html (an interactive page)")
	cmd.Flags().BoolVar(&f.raw, "raw", false, "print the instances before canonicalisation (JSON)")
	cmd.Flags().BoolVar(&f.references, "references", false, "also draw raw references in diagrams (DOT, Mermaid)")
	cmd.Flags().StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	_ = cmd.MarkFlagFilename("baseline", "json")
	complete(cmd, "format", graphFormats())
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

// judging are the flags that say what counts as a finding; only the page shows findings.
func judging() []string {
	list := []string{"rules", "rule-timeout", "profile", "no-suppressions", "baseline"}
	for _, name := range []string{"rule", "theme", "path", "resource", "tag", "environment"} {
		list = append(list, name, "skip-"+name)
	}
	return list
}

func (f *graphFlags) check(cmd *cobra.Command) error {
	if err := oneOf("format", f.format, graphFormats()); err != nil {
		return err
	}
	if err := oneOf("incomplete", f.incomplete, []string{"error", "warn"}); err != nil {
		return err
	}
	if f.raw && f.format != "json" {
		return fmt.Errorf("--raw has only the format json, not %s", f.format)
	}
	if f.references && f.format != "dot" && f.format != "mermaid" {
		return fmt.Errorf("--references has no effect on the format %s, only on dot and mermaid", f.format)
	}
	if f.format == "html" {
		return f.filter.check()
	}
	for _, name := range judging() {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s has no effect on the format %s, which shows no findings; html does", name, f.format)
		}
	}
	return nil
}

func (f *graphFlags) run(ctx context.Context, env *Env, args []string) error {
	ws, err := f.in.open(env, args)
	if err != nil {
		return err
	}
	defer ws.root.Close()
	var diags []graph.Diagnostic
	if f.format == "html" {
		diags, err = f.page(ctx, env, ws)
	} else {
		diags, err = f.plain(ctx, env, ws)
	}
	if err != nil {
		return err
	}
	if left := printDiagnostics(env, diags); left && f.incomplete == "error" {
		return exitError{ExitIncomplete}
	}
	return nil
}

// plain writes what needs no judgement.
func (f *graphFlags) plain(ctx context.Context, env *Env, ws *workspace) ([]graph.Diagnostic, error) {
	b, _, err := f.in.parse(ctx, env, ws)
	if err != nil {
		return nil, err
	}
	g := catalog.Complete(b)
	if err := f.write(ctx, env, ws, g); err != nil {
		return nil, fmt.Errorf("writing the graph: %w", err)
	}
	return b.Diagnostics, nil
}

func (f *graphFlags) write(ctx context.Context, env *Env, ws *workspace, g *graph.Graph) error {
	switch {
	case f.raw:
		return report.WriteGraphRawJSON(env.Stdout, g)
	case f.format == "json":
		return report.WriteGraphJSON(env.Stdout, g)
	}
	m, err := newModel(ws, g)
	if err != nil {
		return err
	}
	sets, err := m.CutSets(ctx, nil, 1)
	if err != nil {
		return fmt.Errorf("finding single points of failure: %w", err)
	}
	o := report.DiagramOptions{References: f.references, SinglePoints: report.SinglePoints(sets)}
	if f.format == "dot" {
		return report.WriteDOT(env.Stdout, g, o)
	}
	left, err := report.WriteMermaid(env.Stdout, g, o)
	if left != "" {
		fmt.Fprintf(env.Stderr, "faultline: the diagram leaves out %s: GitHub and GitLab draw at most 500 relations and 50,000 characters; --format html shows everything\n", left)
	}
	return err
}

// page judges as scan does and writes the interactive page.
func (f *graphFlags) page(ctx context.Context, env *Env, ws *workspace) ([]graph.Diagnostic, error) {
	known, err := ws.baseline(env, f.baseline)
	if err != nil {
		return nil, err
	}
	t, err := f.filter.triage(env, ws, known)
	if err != nil {
		return nil, err
	}
	a, err := assess(ctx, env, &f.in, ws, t, f.filter.ruleTimeout)
	if err != nil {
		return nil, err
	}
	m, err := newModel(ws, a.Graph)
	if err != nil {
		return nil, err
	}
	in := page.Input{Model: m.Model, Assessment: a, Target: ws.target, Version: version()}
	if err := page.Write(ctx, env.Stdout, in); err != nil {
		return nil, fmt.Errorf("writing the page: %w", err)
	}
	return a.Diagnostics, nil
}

// printDiagnostics says on standard error what a graph lacks, and whether it does.
func printDiagnostics(env *Env, diags []graph.Diagnostic) bool {
	incomplete := false
	for _, d := range diags {
		if !d.Incomplete {
			continue
		}
		incomplete = true
		at := ""
		if d.Location != nil {
			at = d.Location.File + ": "
			if d.Location.Line > 0 { // a snapshot has no lines
				at = fmt.Sprintf("%s:%d: ", d.Location.File, d.Location.Line)
			}
		}
		fmt.Fprintf(env.Stderr, "%s%s: %s\n", at, d.Summary, d.Detail)
	}
	return incomplete
}

// inDir resolves a path of the command line against the working directory.
func inDir(env *Env, p string) string {
	if filepath.IsAbs(p) || env.Dir == "" {
		return p
	}
	return filepath.Join(env.Dir, p)
}
