package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
	"github.com/faultline-dev/faultline/internal/triage"
)

type scanFlags struct {
	in            inputFlags
	format        string
	outputs       []string
	failOn        string
	incomplete    string
	undetermined  bool
	quiet         bool
	verbose       bool
	color         string
	undeterminedS bool

	filter   filterFlags
	baseline string
}

func scanFormats() []string {
	return []string{"text", "json", "sarif", "junit", "markdown", "github", "gitlab", "rdjson", "csv"}
}

func newScan(env *Env) *cobra.Command {
	var f scanFlags
	cmd := &cobra.Command{
		Use:   "scan [DIR|PLAN.json|TEMPLATE...]",
		Short: "Judge the configuration in directories and below",
		Long: `scan finds the root modules of Terraform and the CloudFormation templates (also SAM,
and what the CDK wrote to cdk.out) in the given directories (default: the current
one), evaluates them with their variables, modules, parameters and nested stacks, and
judges the resources. Of a plan or state, as terraform show -json prints it, it judges
what that has; given together with its directory, findings point at the lines of the
text.

Nothing is run and nothing is fetched: modules that are not on disk are named, with
the command that brings them, and the rest is judged.`,
		Example: `  faultline scan
  faultline scan live/prod --var-file live/prod/prod.tfvars --region eu-west-1
  faultline scan plan.json live/prod
  faultline scan --rules faultline-rules
  faultline scan template.yaml --param MultiAZ=true --region eu-west-1
  faultline scan --output sarif=faultline.sarif --fail-on high`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), env, args)
		},
	}
	f.in.register(cmd)
	f.filter.register(cmd, env)
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT` of standard output: "+formatsHelp())
	fl.StringArrayVar(&f.outputs, "output", nil, "also write a report to a file, as `FORMAT=FILE` (may be repeated)")
	fl.StringVar(&f.failOn, "fail-on", "", "least `SEVERITY` that makes the exit code 1: critical, high, medium, low or none (default: medium)")
	fl.StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	fl.BoolVar(&f.undetermined, "fail-on-undetermined", false, "exit code 1 also for verdicts that could not be given")
	fl.StringVar(&f.baseline, "baseline", "", "`FILE` of known findings, which do not fail the run (see faultline baseline)")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "print findings only")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "also print suppressed and known findings, and warnings about the sources")
	fl.BoolVar(&f.undeterminedS, "sarif-undetermined", false, "write undetermined verdicts as SARIF results of kind open, not as notifications")
	registerColor(cmd, &f.color)
	_ = cmd.MarkFlagFilename("baseline", "json")
	complete(cmd, "format", scanFormats())
	complete(cmd, "fail-on", config.FailLevels())
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func registerColor(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "color", "auto", "`WHEN` to use colour: auto (on a terminal, unless NO_COLOR is set), always or never")
	complete(cmd, "color", []string{"auto", "always", "never"})
}

func complete(cmd *cobra.Command, flag string, values []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// oneOf checks a flag with a closed set of values.
func oneOf(flag, got string, known []string) error {
	if slices.Contains(known, got) {
		return nil
	}
	return fmt.Errorf("--%s %s: it must be one of %s%s", flag, got, strings.Join(known, ", "), config.Suggest(got, known))
}

// output is one report to write to a file.
type output struct{ format, file string }

func (f *scanFlags) check() ([]output, error) {
	if err := oneOf("format", f.format, scanFormats()); err != nil {
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
	return parseOutputs(f.outputs, scanFormats())
}

// parseOutputs reads the values of --output.
func parseOutputs(texts, formats []string) ([]output, error) {
	var outs []output
	for _, text := range texts {
		out, err := parseOutput(text, formats)
		if err != nil {
			return nil, err
		}
		outs = append(outs, out)
	}
	return outs, nil
}

// parseOutput reads a value of --output.
func parseOutput(text string, formats []string) (output, error) {
	format, file, ok := strings.Cut(text, "=")
	if !ok || file == "" {
		return output{}, fmt.Errorf("--output %s: it must have the form FORMAT=FILE", text)
	}
	if err := oneOf("output", format, formats); err != nil {
		return output{}, err
	}
	return output{format, file}, nil
}

func (f *scanFlags) run(ctx context.Context, env *Env, args []string) error {
	outs, err := f.check()
	if err != nil {
		return err
	}
	started := env.Now()
	ws, err := f.in.open(env, args)
	if err != nil {
		return err
	}
	defer ws.root.Close()
	known, err := ws.baseline(env, f.baseline)
	if err != nil {
		return err
	}
	t, err := f.filter.triage(env, ws, known)
	if err != nil {
		return err
	}
	a, err := assess(ctx, env, &f.in, ws, t, f.filter.ruleTimeout)
	if err != nil {
		return err
	}
	threshold := first(f.failOn, ws.config.FailOn, string(analyzer.Medium))
	if t.Profile() == analyzer.Strict {
		threshold = first(f.failOn, ws.config.FailOn, string(analyzer.Low))
		f.undetermined = true
	}
	r := &report.Report{
		Assessment: a, Target: ws.target, Sources: ws.source, Profile: t.Profile(), Version: version(), Elapsed: env.Now().Sub(started),
		ExitCode: f.exitCode(a, threshold),
	}
	if threshold != "none" {
		r.GateThreshold = analyzer.Severity(threshold)
	}
	for _, o := range outs {
		if err := f.writeFile(env, r, o); err != nil {
			return err
		}
	}
	if err := f.write(env.Stdout, env, r, f.format, true); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if r.ExitCode != ExitClean {
		return exitError{r.ExitCode}
	}
	return nil
}

// assess is the life of a scan: parse, complete, judge, settle.
func assess(ctx context.Context, env *Env, in *inputFlags, ws *workspace, t *triage.Triage, ruleTimeout time.Duration) (*analyzer.Assessment, error) {
	b, stats, err := in.parse(ctx, env, ws)
	if err != nil {
		return nil, err
	}
	b.WithoutOrigins = true
	g := catalog.Complete(b)
	a, err := t.Rules().Run(ctx, g, analyzer.Options{Params: t.Params(), Timeout: ruleTimeout})
	if err != nil {
		return nil, err
	}
	a.Diagnostics = append(a.Diagnostics, b.Diagnostics...)
	if err := t.Settle(a, b.Directives); err != nil {
		return nil, err
	}
	a.Coverage.FilesRead, a.Coverage.FilesFailed = stats.FilesRead, stats.FilesFailed
	return a, nil
}

func (f *scanFlags) exitCode(a *analyzer.Assessment, threshold string) int {
	switch {
	case a.Incomplete() && f.incomplete == "error":
		return ExitIncomplete
	case threshold != "none" && a.Gate(analyzer.Severity(threshold)):
		return ExitFindings
	case f.undetermined && slices.ContainsFunc(a.Findings, func(f *analyzer.Finding) bool {
		return f.Verdict == analyzer.Undetermined && f.Counts()
	}):
		return ExitFindings
	default:
		return ExitClean
	}
}

func (f *scanFlags) writeFile(env *Env, r *report.Report, o output) error {
	var buf bytes.Buffer
	if err := f.write(&buf, env, r, o.format, false); err != nil {
		return fmt.Errorf("writing %s: %w", o.file, err)
	}
	if err := os.WriteFile(inDir(env, o.file), buf.Bytes(), 0o644); err != nil { //nolint:gosec // a report is for others to read
		return fmt.Errorf("writing the %s report: %w", o.format, err)
	}
	return nil
}

func (f *scanFlags) write(w io.Writer, env *Env, r *report.Report, format string, stdout bool) error {
	switch format {
	case "json":
		return report.WriteJSON(w, r)
	case "sarif":
		return report.WriteSARIF(w, r, report.SARIFOptions{OpenResults: f.undeterminedS})
	case "junit":
		return report.WriteJUnit(w, r)
	case "markdown":
		return report.WriteMarkdown(w, r, report.MarkdownOptions{LinkBase: linkBase(env)})
	case "github":
		return report.WriteGitHub(w, r)
	case "gitlab":
		return report.WriteGitLab(w, r)
	case "rdjson":
		return report.WriteRDJSON(w, r)
	case "csv":
		return report.WriteCSV(w, r)
	default:
		o := textOptions(env, f.color, stdout)
		o.Quiet, o.Verbose = f.quiet, f.verbose
		return report.WriteText(w, r, o)
	}
}

// textOptions decides colour and width.
func textOptions(env *Env, color string, stdout bool) report.TextOptions {
	_, noColor := env.lookup("NO_COLOR")
	o := report.TextOptions{Color: color == "always" || color == "auto" && stdout && env.StdoutTerminal && !noColor}
	if stdout && env.StdoutTerminal {
		o.Width = env.Width
	}
	return o
}
