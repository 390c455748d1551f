package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/analyzer/drift"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
)

type driftFlags struct {
	in         inputFlags
	filter     filterFlags
	states     []string
	format     string
	outputs    []string
	failOn     string
	incomplete string
	verbose    bool
	color      string
}

func driftFormats() []string { return []string{"text", "json"} }

// failOnDrift are the values of --fail-on of drift.
func failOnDrift() []string { return []string{"weaker", "any", "none"} }

func newDrift(env *Env) *cobra.Command {
	var f driftFlags
	cmd := &cobra.Command{
		Use:   "drift CODE... SNAPSHOT",
		Short: "Say where what runs is weaker than its code",
		Long: `drift compares Terraform (a directory, plan or state) or CloudFormation with a snapshot of
the account that it was deployed to: zones, replicas, capacity, backups, alarms and
protection, not every attribute. It says where reality is weaker, which rules the code
passes and what runs fails, which resources of the code do not run, and what runs that
carries a tier (tags of a policy or service in faultline.yaml) and is in no code.

Resources are joined by a state file (--state), ARN or ID, name, the tags that
CloudFormation sets, and the tag Name; what could be several is said and not compared.
What is unknown on either side is never drift, nor is what the code leaves to AWS.`,
		Example: `  faultline drift live/prod prod.snapshot
  faultline drift live/prod prod.snapshot --state terraform.tfstate
  faultline drift template.yaml prod.snapshot --format json`,
		Args: cobra.MinimumNArgs(2), //nolint:mnd // it compares two
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), env, args) },
	}
	f.in.register(cmd)
	f.filter.register(cmd, env)
	fl := cmd.Flags()
	fl.StringArrayVar(&f.states, "state", nil, "join by a state `FILE` (terraform.tfstate, or terraform show -json of it; may be repeated)")
	fl.StringVar(&f.format, "format", "text", "`FORMAT` of standard output: text or json")
	fl.StringArrayVar(&f.outputs, "output", nil, "also write a report to a file, as `FORMAT=FILE` (may be repeated)")
	fl.StringVar(&f.failOn, "fail-on", "weaker", "`WHAT` makes the exit code 1: weaker, any (also stronger, different, and what no code has) or none")
	fl.StringVar(&f.incomplete, "incomplete", "error", "`WHAT` an incomplete run means: error (exit code 3) or warn")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "also print what was not found, what is unknown, and everything that was not read")
	registerColor(cmd, &f.color)
	_ = cmd.MarkFlagFilename("state", "tfstate", "json")
	complete(cmd, "format", driftFormats())
	complete(cmd, "fail-on", failOnDrift())
	complete(cmd, "incomplete", []string{"error", "warn"})
	return cmd
}

func (f *driftFlags) check() ([]output, error) {
	err := errors.Join(
		oneOf("format", f.format, driftFormats()), oneOf("incomplete", f.incomplete, []string{"error", "warn"}),
		oneOf("color", f.color, []string{"auto", "always", "never"}), oneOf("fail-on", f.failOn, failOnDrift()), f.filter.check(),
	)
	if err != nil {
		return nil, err
	}
	return parseOutputs(f.outputs, driftFormats())
}

// apart tells code and snapshots apart, by content, in whatever order they are given.
func apart(env *Env, args []string) (code, snapshots []string, err error) {
	inputs, err := resolveInputs(env, args)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range inputs {
		if i.kind == live {
			snapshots = append(snapshots, i.arg)
		} else {
			code = append(code, i.arg)
		}
	}
	switch {
	case len(snapshots) == 0:
		return nil, nil, fmt.Errorf("none of %s is a snapshot; faultline-live snapshot aws --output FILE writes one", strings.Join(args, ", "))
	case len(code) == 0:
		return nil, nil, errors.New("only snapshots are given; name the code too, or compare them with: faultline diff OLD NEW")
	}
	return code, snapshots, nil
}

func (f *driftFlags) run(ctx context.Context, env *Env, args []string) error {
	outs, err := f.check()
	if err != nil {
		return err
	}
	code, snapshots, err := apart(env, args)
	if err != nil {
		return err
	}
	s := &sides{in: &f.in, filter: &f.filter, byOld: true}
	defer s.close()
	if err := s.judge(ctx, env, code, snapshots); err != nil {
		return err
	}
	o := drift.Options{Looked: s.after.coverage.Looked, Tier: tierOf(s.before.config)}
	if o.State, err = states(ctx, env, f.states); err != nil {
		return err
	}
	d := &report.Drift{
		Drift: drift.Compare(s.old, s.new, o), Code: strings.Join(code, " "), Live: strings.Join(snapshots, " "),
		Diagnostics: append(slices.Clone(s.old.Diagnostics), s.new.Diagnostics...), Tiers: o.Tier != nil,
		Locate: func(r *graph.Resource, path graph.Path) *graph.Location {
			trace := s.old.Graph.Locate(r.ID, path)
			if at := trace.Deciding(); at != nil {
				return at
			}
			return r.Location
		},
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
	if len(d.Pairs) == 0 {
		fmt.Fprintln(env.Stderr, "faultline: nothing was compared: no resource of the code could be joined to one of the snapshot; a state file (--state) joins exactly, and --region says where the code is deployed")
	}
	switch {
	case (len(d.Pairs) == 0 || s.old.Incomplete() || s.new.Incomplete()) && f.incomplete == "error":
		return exitError{ExitIncomplete}
	case f.failOn == "weaker" && d.Weaker(), f.failOn == "any" && d.Any():
		return exitError{ExitFindings}
	}
	return nil
}

func (f *driftFlags) write(w io.Writer, env *Env, d *report.Drift, format string, stdout bool) error {
	if format == "json" {
		return report.WriteDriftJSON(w, d)
	}
	o := textOptions(env, f.color, stdout)
	o.Verbose = f.verbose
	return report.WriteDriftText(w, d, o)
}

// tierOf says of live resources which policy or service of the configuration names their
// tags; nil where none names any.
func tierOf(c *config.Config) func(*graph.Resource) string {
	type mark struct {
		tags map[string]string
		text string
	}
	var marks []mark
	for i := range c.Policy {
		if p := &c.Policy[i]; len(p.Tags) > 0 {
			marks = append(marks, mark{p.Tags, "the policy for " + listTags(p.Tags) + " holds for it"})
		}
	}
	for i := range c.Services {
		if s := &c.Services[i]; len(s.Tags) > 0 {
			text := "it belongs to the service " + s.Name
			if s.Criticality != "" {
				text += " (" + s.Criticality + ")"
			}
			marks = append(marks, mark{s.Tags, text})
		}
	}
	if len(marks) == 0 {
		return nil
	}
	return func(r *graph.Resource) string {
		for _, m := range marks {
			all := true
			for k, v := range m.tags {
				all = all && r.Tags[k] == v
			}
			if all {
				return m.text
			}
		}
		return ""
	}
}

func listTags(tags map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(tags)) {
		parts = append(parts, k+"="+tags[k])
	}
	return strings.Join(parts, ", ")
}
