package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/internal/report"
)

type assessFlags struct {
	in         inputFlags
	format     string
	services   []string
	explain    bool
	incomplete string
	color      string
}

func newAssess(env *Env) *cobra.Command {
	var f assessFlags
	cmd := &cobra.Command{
		Use:   "assess [DIR|PLAN.json|TEMPLATE...]",
		Short: "Say how long recovery takes and what is lost, against what you promised",
		Long: `assess says for each service how it comes back when an instance, a zone or a region is
lost, when data are corrupted, and when the account is gone: recovery time and point
with the mechanism, the figure that follows from the providers' SLAs, and, for each
target of the configuration file that is missed, the smallest changes that meet it.

Each figure has a source, or a star when it is an estimate; facts: in faultline.yaml
replaces them. The exit code is 1 when a target is missed.`,
		Example: `  faultline assess live/prod
  faultline assess --service shop.example.com --explain
  faultline assess --format json`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args) },
	}
	f.in.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT`: text or json")
	fl.StringArrayVar(&f.services, "service", nil, "only the service `NAME` (may be repeated)")
	fl.BoolVar(&f.explain, "explain", false, "say where each figure comes from")
	fl.StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	registerColor(cmd, &f.color)
	complete(cmd, "format", []string{"text", "json"})
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func (f *assessFlags) check() error {
	if err := oneOf("format", f.format, []string{"text", "json"}); err != nil {
		return err
	}
	if err := oneOf("color", f.color, []string{"auto", "always", "never"}); err != nil {
		return err
	}
	return oneOf("incomplete", f.incomplete, []string{"error", "warn"})
}

func (f *assessFlags) run(ctx context.Context, env *Env, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	m, err := f.in.model(ctx, env, args)
	if err != nil {
		return err
	}
	defer m.close()
	services, err := chosen(m.Model, f.services)
	if err != nil {
		return err
	}
	r := &report.Recovery{Diagnostics: m.diagnostics}
	if r.Services, err = m.Assess(ctx, services, m.policies); err != nil {
		return fmt.Errorf("assessing: %w", err)
	}
	if f.format == "json" {
		err = report.WriteRecoveryJSON(env.Stdout, r)
	} else {
		err = report.WriteRecoveryText(env.Stdout, r, report.RecoveryOptions{TextOptions: textOptions(env, f.color, true), Explain: f.explain})
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if left := printDiagnostics(env, m.diagnostics); left && f.incomplete == "error" {
		return exitError{ExitIncomplete}
	}
	if missed(r.Services) {
		return exitError{ExitFindings}
	}
	return nil
}

// missed reports whether a promise is not kept.
func missed(services []failure.ServiceRecovery) bool {
	for i := range services {
		if met := services[i].Available; met != nil && !*met {
			return true
		}
		for j := range services[i].Scopes {
			if met := services[i].Scopes[j].Met; met != nil && !*met {
				return true
			}
		}
	}
	return false
}
