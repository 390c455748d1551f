package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

func graphFormats() []string { return []string{"json", "dot", "mermaid"} }

func newGraph(env *Env) *cobra.Command {
	var in inputFlags
	var format, incomplete string
	var raw, references bool
	cmd := &cobra.Command{
		Use:   "graph [DIR|PLAN.json|TEMPLATE...]",
		Short: "Print the resource graph that faultline judges",
		Long: `graph prints the resources and relations that scan judges, as JSON for programs or
as a DOT or Mermaid diagram. With --raw it prints each resource instance as its
source has it, before satellites are folded and defaults applied.`,
		Example: `  faultline graph --format mermaid live/prod
  faultline graph --raw | jq '.resources | length'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", format, graphFormats()); err != nil {
				return err
			}
			if err := oneOf("incomplete", incomplete, []string{"error", "warn"}); err != nil {
				return err
			}
			if raw && format != "json" {
				return fmt.Errorf("--raw has only the format json, not %s", format)
			}
			ws, err := in.open(env, args)
			if err != nil {
				return err
			}
			defer ws.root.Close()
			b, _, err := in.parse(cmd.Context(), env, ws)
			if err != nil {
				return err
			}
			g := catalog.Complete(b)
			if err := writeGraph(env, g, format, raw, references); err != nil {
				return fmt.Errorf("writing the graph: %w", err)
			}
			if left := printDiagnostics(env, b.Diagnostics); left && incomplete == "error" {
				return exitError{ExitIncomplete}
			}
			return nil
		},
	}
	in.register(cmd)
	cmd.Flags().StringVar(&format, "format", "json", "json, dot or mermaid")
	cmd.Flags().BoolVar(&raw, "raw", false, "print the instances before canonicalisation (JSON)")
	cmd.Flags().BoolVar(&references, "references", false, "also draw raw references in diagrams")
	cmd.Flags().StringVar(&incomplete, "incomplete", "error", "what an incomplete run means: error (exit code 3) or warn")
	complete(cmd, "format", graphFormats())
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func writeGraph(env *Env, g *graph.Graph, format string, raw, references bool) error {
	o := report.DiagramOptions{References: references}
	switch {
	case raw:
		return report.WriteGraphRawJSON(env.Stdout, g)
	case format == "dot":
		return report.WriteDOT(env.Stdout, g, o)
	case format == "mermaid":
		return report.WriteMermaid(env.Stdout, g, o)
	default:
		return report.WriteGraphJSON(env.Stdout, g)
	}
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
			at = fmt.Sprintf("%s:%d: ", d.Location.File, d.Location.Line)
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
