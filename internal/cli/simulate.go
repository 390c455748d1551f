package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/fis"
	"github.com/faultline-dev/faultline/internal/report"
)

type simulateFlags struct {
	in         inputFlags
	format     string
	lose       []string
	all        string
	order      int
	services   []string
	outputs    []string
	incomplete string
	verbose    bool
	color      string
	fis        string
}

// simulateFormats are those of scan; all but text and json carry what a policy says
// must survive and does not.
func simulateFormats() []string { return scanFormats() }

func newSimulate(env *Env) *cobra.Command {
	var f simulateFlags
	cmd := &cobra.Command{
		Use:   "simulate [DIR|PLAN.json|TEMPLATE...]",
		Short: "Say what goes down when a zone, region or component is lost",
		Long: `simulate finds the services that the configuration offers (DNS names, distributions,
balancers, interfaces, queues with consumers) and says what takes each of them down:
its minimal cut sets, the single points of failure first, each with the reason.

With --lose it says what one scenario does: what is down, degraded or fine, how it
comes back, how long that takes and what is lost. docs/failure-model.md states what
is assumed.

With --fis it also writes an experiment template of AWS Fault Injection Service for
each zone and each component whose loss takes a service down, to try whether it is
so. What FIS cannot do is named on standard error and in the template's metadata.`,
		Example: `  faultline simulate live/prod
  faultline simulate --lose zone:eu-west-1a live/prod
  faultline simulate --lose resource:aws_nat_gateway.main --lose zone:eu-west-1b
  faultline simulate --all zones --format json
  faultline simulate --fis experiments.json live/prod`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args) },
	}
	f.in.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT`: text, json, or another one of scan, for what a policy says must survive: "+strings.Join(simulateFormats()[2:], ", "))
	fl.StringArrayVar(&f.outputs, "output", nil, "also write a report to a file, as `FORMAT=FILE` (may be repeated)")
	fl.StringArrayVar(&f.lose, "lose", nil, "lose an `EVENT`: zone:NAME, region:NAME or resource:ADDRESS (may be repeated: all at once)")
	fl.StringVar(&f.all, "all", "", "one scenario for each `KIND` of loss: zones, regions or resources, the worst first")
	fl.IntVar(&f.order, "order", 3, "largest `NUMBER` of losses in a cut set; 0 finds all")
	fl.StringArrayVar(&f.services, "service", nil, "only the service `NAME` (may be repeated)")
	fl.StringVar(&f.fis, "fis", "", "also write experiments for AWS Fault Injection Service to a `FILE`, as a CloudFormation template in JSON")
	_ = cmd.MarkFlagFilename("fis", "json")
	fl.StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "list everything that text counts only")
	registerColor(cmd, &f.color)
	complete(cmd, "format", simulateFormats())
	complete(cmd, "all", []string{"zones", "regions", "resources"})
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func (f *simulateFlags) check() error {
	if err := oneOf("format", f.format, simulateFormats()); err != nil {
		return err
	}
	if f.all != "" {
		if err := oneOf("all", f.all, []string{"zones", "regions", "resources"}); err != nil {
			return err
		}
	}
	if f.order < 0 {
		return fmt.Errorf("--order %d: it must be 0 or more", f.order)
	}
	if err := oneOf("color", f.color, []string{"auto", "always", "never"}); err != nil {
		return err
	}
	return oneOf("incomplete", f.incomplete, []string{"error", "warn"})
}

func (f *simulateFlags) run(ctx context.Context, env *Env, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	m, err := f.in.model(ctx, env, args)
	if err != nil {
		return err
	}
	defer m.close()
	s := &report.Simulation{Diagnostics: m.diagnostics}
	services, err := chosen(m.Model, f.services)
	if err != nil {
		return err
	}
	if len(f.lose) > 0 {
		lost, err := losses(m.Model, f.lose)
		if err != nil {
			return err
		}
		for _, e := range lost {
			if e.Kind == failure.Instance && !m.Component(e.ID) {
				fmt.Fprintf(env.Stderr, "faultline: %s is not lost by itself: the provider replaces it, or it is not part of a service; lose its zone or region\n", e.ID)
			}
		}
		s.Scenarios = append(s.Scenarios, m.Simulate(lost))
	}
	s.Scenarios = append(s.Scenarios, f.sweep(m.Model)...)
	if len(s.Scenarios) == 0 || f.wantsJSON() {
		if s.CutSets, err = m.CutSets(ctx, services, f.order); err != nil {
			return fmt.Errorf("finding cut sets: %w", err)
		}
	}
	only(s, services)
	falls := m.Falls(services, m.policies)
	if err := f.report(env, m, s, falls); err != nil {
		return err
	}
	if f.fis != "" {
		if err := f.experiments(ctx, env, m.Model); err != nil {
			return err
		}
	}
	if left := printDiagnostics(env, m.diagnostics); left && f.incomplete == "error" {
		return exitError{ExitIncomplete}
	}
	if len(falls) > 0 {
		for i := range falls {
			fmt.Fprintln(env.Stderr, "faultline: "+falls[i].Sentence())
		}
		return exitError{ExitFindings}
	}
	return nil
}

// report writes to standard output and to files.
func (f *simulateFlags) report(env *Env, m *model, s *report.Simulation, falls []failure.Fall) error {
	var outs []output
	for _, o := range f.outputs {
		out, err := parseOutput(o, simulateFormats())
		if err != nil {
			return err
		}
		outs = append(outs, out)
	}
	r := &report.Report{Assessment: fallen(m, falls), Target: m.workspace.target, Sources: m.workspace.source, Version: version(), GateThreshold: analyzer.Medium}
	write := func(w io.Writer, format string, stdout bool) error {
		switch format {
		case "json":
			return report.WriteSimulationJSON(w, s)
		case "text":
			o := textOptions(env, f.color, stdout)
			o.Verbose = f.verbose
			return report.WriteSimulationText(w, s, o)
		default:
			return (&scanFlags{}).write(w, env, r, format, stdout)
		}
	}
	for _, o := range outs {
		var buf bytes.Buffer
		if err := write(&buf, o.format, false); err != nil {
			return fmt.Errorf("writing %s: %w", o.file, err)
		}
		if err := os.WriteFile(inDir(env, o.file), buf.Bytes(), 0o644); err != nil { //nolint:gosec // a report is for others to read
			return fmt.Errorf("writing the %s report: %w", o.format, err)
		}
	}
	if err := write(env.Stdout, f.format, true); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// experiments writes the template for AWS Fault Injection Service.
func (f *simulateFlags) experiments(ctx context.Context, env *Env, m *failure.Model) error {
	t, gaps, err := fis.Export(ctx, m)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding the experiments: %w", err)
	}
	if err := os.WriteFile(inDir(env, f.fis), append(text, '\n'), 0o644); err != nil { //nolint:gosec // a template is for others to read
		return fmt.Errorf("writing the experiments: %w", err)
	}
	if len(t.Resources) == 0 {
		fmt.Fprintf(env.Stderr, "faultline: %s holds no experiment: nothing that takes a service down, and no zone, is known that FIS can take away\n", f.fis)
	}
	for _, g := range gaps {
		about := ""
		if g.Resource != "" && g.Resource != strings.TrimPrefix(g.Loss, "resource:") {
			about = g.Resource + ": "
		}
		fmt.Fprintf(env.Stderr, "faultline: not covered by the experiments: %s: %s%s\n", report.Clean(g.Loss), report.Clean(about), report.Clean(g.Reason))
	}
	return nil
}

// wantsJSON reports whether some report is the JSON document, which always has the cut sets.
func (f *simulateFlags) wantsJSON() bool {
	return f.format == "json" || slices.ContainsFunc(f.outputs, func(o string) bool { return strings.HasPrefix(o, "json=") })
}

// only leaves the outcomes of the chosen services.
func only(s *report.Simulation, services []*failure.Service) {
	if services == nil {
		return
	}
	for i := range s.Scenarios {
		s.Scenarios[i].Services = slices.DeleteFunc(s.Scenarios[i].Services, func(o failure.Outcome) bool {
			return !slices.Contains(services, o.Service)
		})
	}
}

// losses reads the values of --lose.
func losses(m *failure.Model, texts []string) ([]failure.Event, error) {
	kinds := []string{"zone", "region", "resource", "account"}
	var lost []failure.Event
	for _, text := range texts {
		kind, id, ok := strings.Cut(text, ":")
		if !ok || id == "" {
			return nil, fmt.Errorf("--lose %s: it must have the form zone:NAME, region:NAME or resource:ADDRESS", text)
		}
		if err := oneOf("lose", kind, kinds); err != nil {
			return nil, err
		}
		e := failure.Event{Kind: failure.Kind(kind), ID: id}
		if !m.Knows(e) {
			var known []string
			for _, k := range m.Losses(e.Kind) {
				known = append(known, k.ID)
			}
			return nil, fmt.Errorf("--lose %s: nothing of a service is there%s", text, orElse(config.Suggest(id, known), known))
		}
		lost = append(lost, e)
	}
	return lost, nil
}

// sweep is one scenario for each loss of a kind, those that hurt most first.
func (f *simulateFlags) sweep(m *failure.Model) []failure.Scenario {
	kind, ok := map[string]failure.Kind{"zones": failure.Zone, "regions": failure.Region, "resources": failure.Instance}[f.all]
	if !ok {
		return nil
	}
	return m.Sweep(kind)
}
