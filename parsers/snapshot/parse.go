package snapshot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Options say what to read.
type Options struct {
	// Name is the file as it is displayed.
	Name string
	// Workers bounds how many records are decoded at a time; zero means the number of processors.
	Workers int
	// Progress is called now and then with the number of resources read.
	Progress func(resources int)
}

// Stats counts what was read.
type Stats struct {
	Header    Header
	Resources int
	// Failures are those that leave something unknown, in the order of the file.
	Failures []Failure
	// Cut is set where the file is damaged and only its beginning was read.
	Cut bool
}

// maxResources bounds one snapshot.
const maxResources = 20_000_000

// Parse reads a snapshot into a builder. What the file says could not be read, and that
// it is damaged, are diagnostics, and what may therefore exist is in the builder too:
// nothing absent is taken for certain that was not looked for. The error is about a
// file that is no snapshot ([ErrNotSnapshot]) or a newer one ([*NewerError]), or a
// cancelled context.
func Parse(ctx context.Context, r io.Reader, o Options) (*graph.Builder, Stats, error) {
	in, err := NewReader(r)
	if err != nil {
		return nil, Stats{}, fmt.Errorf("%s: %w", o.Name, err)
	}
	defer in.Close()
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	p := &parse{
		o: o, in: in, stats: Stats{Header: in.Header()}, builder: &graph.Builder{},
		texts: map[string]string{}, everywhere: map[string]bool{}, read: map[place]bool{},
	}
	if err := p.records(ctx); err != nil {
		return nil, Stats{}, err
	}
	p.failures()
	p.omitted()
	mention(p.builder.Resources)
	return p.builder, p.stats, nil
}

// parse is one call of Parse.
type parse struct {
	o       Options
	in      *Reader
	stats   Stats
	builder *graph.Builder
	// texts holds one copy of what is the same in very many resources.
	texts map[string]string
	// everywhere are the IDs of resources that have no region.
	everywhere map[string]bool
	// read are the regions of accounts that something was read of.
	read map[place]bool
}

type place struct{ account, region string }

// batch is how many records are decoded together.
const batch = 1024

func (p *parse) records(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("reading %s: %w", p.o.Name, err)
		}
		var lines [][]byte
		var end error
		for len(lines) < batch && end == nil {
			var text []byte
			if text, end = p.in.Line(); end == nil {
				lines = append(lines, text)
			}
		}
		records, sound := p.decode(lines)
		for i := range records {
			p.record(&records[i])
		}
		if !sound {
			end = &DamagedError{p.in.line - len(lines) + len(records) + 1, "not a record"}
		}
		switch {
		case errors.Is(end, io.EOF):
			return nil
		case end != nil:
			p.damaged(end)
			return nil
		case len(p.builder.Resources) > maxResources:
			p.damaged(fmt.Errorf("it has more than %d resources", maxResources))
			return nil
		}
		if p.o.Progress != nil {
			p.o.Progress(len(p.builder.Resources))
		}
	}
}

// decode decodes lines in parallel; it returns those before the first that is no record.
func (p *parse) decode(lines [][]byte) (records []Record, sound bool) {
	records = make([]Record, len(lines))
	failed := make([]error, len(lines))
	var g errgroup.Group
	g.SetLimit(p.o.Workers)
	const share = 64
	for from := 0; from < len(lines); from += share {
		g.Go(func() error {
			for i := from; i < min(from+share, len(lines)); i++ {
				records[i], failed[i] = Decode(lines[i])
			}
			return nil
		})
	}
	_ = g.Wait()
	if i := slices.IndexFunc(failed, func(err error) bool { return err != nil }); i >= 0 {
		return records[:i], false
	}
	return records, true
}

func (p *parse) record(r *Record) {
	switch {
	case r.Unit != nil:
		p.read[place{r.Unit.Account, r.Unit.Region}] = true
	case r.Failure != nil:
		if r.Failure.Kind.Leaves() {
			p.stats.Failures = append(p.stats.Failures, *r.Failure)
		}
	case r.Resource != nil:
		if p.again(r.Resource.ID) {
			return
		}
		p.stats.Resources++
		p.builder.Add(p.resource(r.Resource), nil)
	}
}

// again reports whether a resource was read before: a global database is listed by
// every region that has a part of it, with one ARN that names none of them.
func (p *parse) again(id string) bool {
	const region, rest = 3, 6
	parts := strings.SplitN(id, ":", rest)
	if len(parts) < rest || parts[0] != "arn" || parts[region] != "" {
		return false
	}
	seen := p.everywhere[id]
	p.everywhere[id] = true
	return seen
}

func (p *parse) resource(r *Resource) *graph.Resource {
	out := &graph.Resource{
		ID: r.ID, Type: p.text(r.Type), Group: p.group(r.Account, r.Region), Source: graph.Live,
		Scope:      graph.Scope{Provider: "aws", Account: p.text(r.Account), Region: p.text(r.Region)},
		Attributes: r.Properties,
	}
	out.NativeType = out.Type
	if out.Attributes == nil {
		out.Attributes = map[string]any{}
	}
	if r.Ref != "" {
		out.Attributes[catalog.LiveRef] = r.Ref
	}
	if strings.HasPrefix(r.ID, "arn:") {
		out.Attributes[catalog.LiveARN] = r.ID
	}
	for _, path := range slices.Sorted(maps.Keys(r.Unknown)) {
		out.Unknown = append(out.Unknown, graph.Unknown{Path: graph.Path(path), Needs: []string{r.Unknown[path]}})
	}
	return out
}

// text returns the one copy of a text.
func (p *parse) text(s string) string {
	if known, ok := p.texts[s]; ok {
		return known
	}
	p.texts[s] = s
	return s
}

// group is what is read together: a region of an account. Names are unique in it.
func (p *parse) group(account, region string) string { return p.text(account + "/" + region) }

// damaged reports a file of which only the beginning was read. Of every region that
// was to be read something may be missing.
func (p *parse) damaged(err error) {
	p.stats.Cut = true
	p.builder.Diagnostics = append(p.builder.Diagnostics, graph.Diagnostic{
		Severity: graph.SeverityError, Incomplete: true, Summary: "Snapshot damaged", Location: &graph.Location{File: p.o.Name},
		Detail: fmt.Sprintf("%s: %v. What stands before that is judged, %d resources. Copy the file again, or take a new snapshot.",
			p.o.Name, err, len(p.builder.Resources)),
	})
	p.missing("the rest of the snapshot, which is damaged")
}

// missing records that of every region something may be missing.
func (p *parse) missing(what string) {
	for _, a := range p.stats.Header.Accounts {
		regions := a.Regions
		if len(regions) == 0 {
			regions = p.stats.Header.Regions
		}
		for _, region := range append(slices.Clip(regions), graph.Global) {
			p.builder.NotLoaded(p.group(a.ID, region), what)
		}
	}
}

// failures makes of each type that could not be listed a resource that may exist, of
// which nothing is known, so that what it could be related to is undetermined. It is
// marked as data, as nothing is to be judged of it itself.
func (p *parse) failures() {
	for _, f := range p.stats.Failures {
		if f.Kind != Unrecorded {
			p.builder.Diagnostics = append(p.builder.Diagnostics, diagnostic(&f, p.o.Name))
		}
		need := f.need()
		for _, typ := range f.Types {
			p.perhaps(f.Account, f.Region, typ, f.Call, need)
		}
	}
	p.builder.Diagnostics = graph.Distinct(p.builder.Diagnostics)
	slices.SortStableFunc(p.stats.Failures, func(a, b Failure) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Call, b.Call))
	})
}

// perhaps adds a resource of a type that may exist.
func (p *parse) perhaps(account, region, typ, why, need string) {
	needs := []string{need}
	p.builder.Add(&graph.Resource{
		ID:   fmt.Sprintf("%s/%s (%s)", p.group(account, region), typ, why),
		Type: typ, NativeType: typ, Group: p.group(account, region), Source: graph.Live, Data: true,
		Scope:    graph.Scope{Provider: "aws", Account: p.text(account), Region: p.text(region)},
		MayExist: true, Needs: needs, Attributes: map[string]any{}, Unknown: []graph.Unknown{{Needs: needs}},
	}, nil)
}

// need is what to supply for what a failure left unknown.
func (f *Failure) need() string {
	return fmt.Sprintf("%s in %s of %s (%s)", f.Call, f.Region, f.Account, f.Code)
}

// diagnostic says what was not read, and what to do about it.
func diagnostic(f *Failure, file string) graph.Diagnostic {
	what := "What it lists may exist and is not judged"
	if f.Resource != "" {
		what = "That part of " + f.Resource + " is unknown"
	}
	said := f.Code
	if f.Message != "" {
		said += ": " + f.Message
	}
	return graph.Diagnostic{
		Severity: graph.SeverityError, Incomplete: true, Summary: "Not read from the account", Location: &graph.Location{File: file},
		Detail: fmt.Sprintf("%s in %s of account %s: %s. %s. %s", f.Call, f.Region, f.Account, strings.TrimSuffix(said, "."), what, f.Kind.Remedy()),
	}
}

// mostOmitted bounds what is made of the types that a snapshot was told not to look for;
// beyond it everything of the regions that were read is taken for incomplete.
const mostOmitted = 100_000

// omitted has undetermined what could be related to a resource of a type that the
// snapshot was told not to look for.
func (p *parse) omitted() {
	types := p.stats.Header.Omitted
	if len(types) == 0 {
		return
	}
	if len(p.read)*len(types) > mostOmitted {
		p.missing(fmt.Sprintf("%d types of resources that were left out of the snapshot", len(types)))
		return
	}
	for u := range p.read {
		for _, typ := range types {
			p.perhaps(u.account, u.region, typ, "left out", fmt.Sprintf("%s in %s of %s, which was left out of the snapshot", typ, u.region, u.account))
		}
	}
}
