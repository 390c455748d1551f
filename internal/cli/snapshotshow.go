package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-dev/faultline/internal/config"
	"github.com/faultline-dev/faultline/internal/report"
	"github.com/faultline-dev/faultline/internal/snapshots"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

type snapshotShow struct {
	format string
	filter snapshots.Filter
}

func newSnapshotShow(env *Env) *cobra.Command {
	var f snapshotShow
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Say what a snapshot holds, and what could not be read",
		Long: `show says of a snapshot which accounts, regions and services it has, when and by what it
was taken, how many resources of each type, and what could not be read, why, and what to
do about it. Of a damaged file it says what can be read of it and where it broke; the
exit code is then 3.

With --format jsonl it prints the records themselves, a line each, for jq and grep. That
is no snapshot: it has no end, so that nobody takes a part for the whole.`,
		Example: `  faultline snapshot show org.snapshot
  faultline snapshot show org.snapshot --account 111122223333 --region eu-west-1
  faultline snapshot show org.snapshot --type AWS::RDS::DBInstance --format jsonl | jq .resource.id`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return f.run(env, args[0]) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "text", "`FORMAT`: text, json, or jsonl (the records themselves)")
	fl.StringSliceVar(&f.filter.Types, "type", nil, "only resources of a `TYPE` of CloudFormation, as in AWS::RDS::DBInstance (may be repeated)")
	fl.StringSliceVar(&f.filter.Regions, "region", nil, "only what is in a `REGION`, or global (may be repeated)")
	fl.StringSliceVar(&f.filter.Accounts, "account", nil, "only what is in the account `ID` (may be repeated)")
	complete(cmd, "format", []string{"text", "json", "jsonl"})
	return cmd
}

func (f *snapshotShow) run(env *Env, arg string) error {
	if err := oneOf("format", f.format, []string{"text", "json", "jsonl"}); err != nil {
		return err
	}
	var also func(*snapshot.Header, *snapshot.Record) error
	if f.format == "jsonl" {
		also = f.records(env.Stdout)
	}
	s, err := snapshots.Summarize(snapshotSource(env, arg), &f.filter, also)
	if err != nil {
		return unreadable(env, arg, err)
	}
	if s.Damaged == nil { // of a damaged file nobody knows
		if err := f.unmatched(s); err != nil {
			return err
		}
	}
	switch f.format {
	case "json":
		err = writeSummaryJSON(env.Stdout, s)
	case "text":
		err = writeSummary(env.Stdout, arg, s)
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if s.Damaged != nil {
		if f.format != "text" {
			fmt.Fprintf(env.Stderr, "faultline: %s: %v\n", arg, s.Damaged)
		}
		return exitError{ExitIncomplete}
	}
	return nil
}

// unmatched refuses a filter that means nothing: it is a mistake.
func (f *snapshotShow) unmatched(s *snapshots.Summary) error {
	var accounts []string
	for _, a := range s.Header.Accounts {
		accounts = append(accounts, a.ID)
	}
	for _, a := range f.filter.Accounts {
		if !slices.Contains(accounts, a) {
			return fmt.Errorf("--account %s: the snapshot does not have it%s", a, orElse(config.Suggest(a, accounts), accounts))
		}
	}
	regions := append(slices.Clone(s.Header.Regions), "global")
	for _, r := range f.filter.Regions {
		if !slices.Contains(regions, r) {
			return fmt.Errorf("--region %s: the snapshot does not have it%s", r, orElse(config.Suggest(r, regions), regions))
		}
	}
	if len(f.filter.Types) > 0 && s.Resources == 0 && len(s.Failures) == 0 {
		return fmt.Errorf("--type %s: there is no such resource", strings.Join(f.filter.Types, ", "))
	}
	return nil
}

// records prints lines as the file has them.
func (*snapshotShow) records(w io.Writer) func(*snapshot.Header, *snapshot.Record) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return func(h *snapshot.Header, r *snapshot.Record) error {
		switch {
		case h != nil:
			return out.Encode(map[string]any{"snapshot": h})
		case r.Unit != nil:
			return out.Encode(map[string]any{"unit": r.Unit})
		case r.Failure != nil:
			return out.Encode(map[string]any{"failure": r.Failure})
		default:
			return out.Encode(map[string]any{"resource": r.Resource})
		}
	}
}

// summaryFailure is a failure with what to do about it.
type summaryFailure struct {
	snapshot.Failure
	Remedy string `json:"remedy"`
}

func writeSummaryJSON(w io.Writer, s *snapshots.Summary) error {
	type damage struct {
		Line int    `json:"line"`
		Why  string `json:"why"`
	}
	doc := struct {
		SchemaVersion int               `json:"schema_version"`
		Snapshot      snapshot.Header   `json:"snapshot"`
		Units         int               `json:"units"`
		First         *time.Time        `json:"first_captured"`
		Last          *time.Time        `json:"last_captured"`
		Resources     int               `json:"resources"`
		Types         []snapshots.Count `json:"types"`
		Regions       []snapshots.Count `json:"regions"`
		Accounts      []snapshots.Count `json:"accounts"`
		Failures      []summaryFailure  `json:"failures"`
		Damaged       *damage           `json:"damaged"`
	}{
		SchemaVersion: report.SchemaVersion, Snapshot: s.Header, Units: s.Units, Resources: s.Resources, Types: counts(s.ByType),
		Regions: counts(s.ByRegion), Accounts: counts(s.ByAccount), Failures: []summaryFailure{},
	}
	if s.Units > 0 {
		doc.First, doc.Last = &s.First, &s.Last
	}
	for i := range s.Failures {
		doc.Failures = append(doc.Failures, summaryFailure{s.Failures[i], s.Failures[i].Kind.Remedy()})
	}
	if s.Damaged != nil {
		doc.Damaged = &damage{s.Damaged.Line, s.Damaged.Why}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(doc)
}

func counts(m map[string]int) []snapshots.Count {
	if list := snapshots.Counts(m); list != nil {
		return list
	}
	return []snapshots.Count{}
}

func writeSummary(w io.Writer, arg string, s *snapshots.Summary) error {
	var b strings.Builder
	h := &s.Header
	line := func(label, text string) { fmt.Fprintf(&b, "  %-10s %s\n", label, report.Clean(text)) }
	kind := "snapshot of AWS"
	if h.Redacted {
		kind = "redacted " + kind
	}
	fmt.Fprintf(&b, "%s: %s\n", report.Clean(arg), kind)
	line("taken", h.Created.UTC().Format("2006-01-02 15:04 UTC")+" by "+h.Tool)
	if s.Units > 0 && s.Last.Sub(s.First) > time.Minute {
		line("read from", s.First.UTC().Format("2006-01-02 15:04")+" to "+s.Last.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if h.Organization != "" {
		line("walked", "organisation "+h.Organization)
	}
	for i, a := range h.Accounts {
		label := ""
		if i == 0 {
			label = "accounts"
		}
		text := a.ID
		if a.Name != "" {
			text += " " + a.Name
		}
		if a.Status != "" && a.Status != "ACTIVE" {
			text += " (" + a.Status + ", not read)"
		}
		line(label, text)
	}
	line("regions", strings.Join(h.Regions, ", "))
	line("services", strings.Join(h.Services, ", "))
	if len(h.Omitted) > 0 {
		line("left out", fmt.Sprintf("%d types, of which the file says nothing", len(h.Omitted)))
	}
	fmt.Fprintf(&b, "\n  %s\n", counted(s.Resources, "resource"))
	for _, m := range []map[string]int{s.ByType, s.ByRegion, s.ByAccount} {
		for i, c := range snapshots.Counts(m) {
			if i == 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "  %9d  %s\n", c.N, report.Clean(c.Name))
		}
	}
	failures(&b, s.Failures)
	if s.Damaged != nil {
		fmt.Fprintf(&b, "\n  Damaged at line %d: %s. What is above stands before that.\n  Copy the file again, or take a new snapshot.\n",
			s.Damaged.Line, report.Clean(s.Damaged.Why))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// failures are grouped by reason, as the remedy is the same for all of a group.
func failures(b *strings.Builder, all []snapshot.Failure) {
	groups := map[snapshot.FailureKind][]string{}
	for i := range all {
		f := &all[i]
		text := fmt.Sprintf("%s in %s of %s: %s", f.Call, f.Region, f.Account, f.Code)
		if f.Resource != "" {
			text += ", of " + f.Resource
		}
		switch n := len(f.Types); {
		case n == 1:
			text += ", " + f.Types[0]
		case n > 1:
			text += fmt.Sprintf(", %s and %s", f.Types[0], counted(n-1, "more type"))
		}
		groups[f.Kind] = append(groups[f.Kind], report.Clean(text))
	}
	for _, kind := range slices.Sorted(maps.Keys(groups)) {
		const most = 20
		lines := groups[kind]
		title := "Not read, " + string(kind)
		if !kind.Leaves() {
			title = "Not known to the endpoint, so that there is nothing to read"
		}
		fmt.Fprintf(b, "\n  %s (%d)\n", title, len(lines))
		for _, l := range lines[:min(most, len(lines))] {
			fmt.Fprintf(b, "    %s\n", l)
		}
		if len(lines) > most {
			fmt.Fprintf(b, "    and %d more; --format json has them all\n", len(lines)-most)
		}
		if remedy := kind.Remedy(); remedy != "" {
			fmt.Fprintf(b, "    %s\n", remedy)
		}
	}
}
