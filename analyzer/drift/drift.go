// Package drift compares what runs with the code that it was made of: where reality is
// weaker, what it lacks, and what of it no code has.
//
// Start with [Compare]. Resources are joined one to one ([JoinedBy] says by what);
// attributes are compared as far as the catalog says that they matter to resilience. A
// value that is unknown on either side is never drift, and neither is one that the code
// leaves to the service.
package drift

import (
	"cmp"
	"slices"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// Options say what the comparison cannot see itself. The zero value knows nothing.
type Options struct {
	// Looked reports whether a resource of a CloudFormation type in a region of an account
	// (empty for any) would be on the live side if it existed. Nil means that nobody knows,
	// so that nothing is missing.
	Looked func(native, account, region string) bool
	// State has what a Terraform state says of addresses.
	State map[string]Physical
	// Tier returns what says that a live resource matters; empty where nothing does. Nil
	// means that nothing does.
	Tier func(*graph.Resource) string
}

// Physical is what a state file knows of a resource.
type Physical struct{ ARN, ID string }

// Pair is a resource of the code and what runs of it.
type Pair struct {
	Code, Live *graph.Resource
	By         JoinedBy
}

// Direction says what a difference means.
type Direction string

// The directions.
const (
	Weaker    Direction = "weaker"
	Stronger  Direction = "stronger"
	Different Direction = "different" // neither
)

// Difference is a value that differs.
type Difference struct {
	Pair
	// Path is the attribute; or "zones", or the kind of a relation that what runs lacks.
	Path      graph.Path
	Direction Direction
	// InCode and Running are the values, as in [graph.Resource.Attributes]; of lists
	// and relations, the number of elements.
	InCode, Running any
	// Counted is set where the values are numbers of elements.
	Counted bool
}

// Finding is a failure of what runs; the rule is content with the code.
type Finding struct {
	Pair
	*analyzer.Finding
}

// Unmanaged is something that runs, matters, and is not in the code.
type Unmanaged struct {
	Resource *graph.Resource
	Tier     string
	// Maybe are resources of its type in the code that could not be joined: it may be
	// one of them.
	Maybe []*graph.Resource
}

// Unjoined is a resource of the code that was not compared.
type Unjoined struct {
	Resource *graph.Resource
	// Why is the reason, as a sentence without a full stop.
	Why string
	// Candidates are what it could be; several where it is ambiguous.
	Candidates []*graph.Resource
}

// Unknown is a value that could not be compared.
type Unknown struct {
	Pair
	Path graph.Path
	// Live is set where it is unknown of what runs, else of the code.
	Live  bool
	Needs []string
}

// Drift is the outcome, everything in order of resource and path.
type Drift struct {
	Pairs       []Pair
	Differences []Difference
	Findings    []Finding
	// Missing are resources of the code that do not run.
	Missing   []Unjoined
	Unmanaged []Unmanaged
	// Ambiguous could be several of what runs, or share one; Unjoined could not be found, and it
	// is not known that they do not exist.
	Ambiguous, Unjoined []Unjoined
	Unknown             []Unknown
	// Compared counts attributes that were compared.
	Compared int
}

// Weaker reports whether reality is weaker than the code anywhere.
func (d *Drift) Weaker() bool {
	return len(d.Missing) > 0 || len(d.Findings) > 0 ||
		slices.ContainsFunc(d.Differences, func(x Difference) bool { return x.Direction == Weaker })
}

// Any reports whether anything is different at all.
func (d *Drift) Any() bool { return d.Weaker() || len(d.Differences) > 0 || len(d.Unmanaged) > 0 }

// Compare compares code with what runs. Both were judged by the same rules.
func Compare(code, live *analyzer.Assessment, o Options) *Drift {
	if o.Looked == nil {
		o.Looked = func(string, string, string) bool { return false }
	}
	c := &comparison{code: code, live: live, o: o}
	c.join()
	for _, p := range c.out.Pairs {
		c.attributes(p)
		c.zones(p)
		c.relations(p)
	}
	c.findings()
	c.unmanaged()
	c.sort()
	return &c.out
}

type comparison struct {
	code, live *analyzer.Assessment
	o          Options
	out        Drift
	joined     map[*graph.Resource]bool // on the live side
}

// findings are the rules that only what runs violates.
func (c *comparison) findings() {
	type key struct{ rule, resource string }
	inCode := map[key]bool{}
	for _, f := range c.code.Findings {
		inCode[key{f.Rule.ID, f.Resource.ID}] = true
	}
	byLive := map[string]Pair{}
	for _, p := range c.out.Pairs {
		byLive[p.Live.ID] = p
	}
	for _, f := range c.live.Findings {
		p, ok := byLive[f.Resource.ID]
		if !ok || f.Verdict != analyzer.Fail || f.Suppressed() || inCode[key{f.Rule.ID, p.Code.ID}] || analyzer.Crashed(c.code, f.Rule.ID) {
			continue
		}
		c.out.Findings = append(c.out.Findings, Finding{p, f})
	}
}

// unmanaged are the live resources that matter and have no counterpart.
func (c *comparison) unmanaged() {
	if c.o.Tier == nil {
		return
	}
	open := map[string][]*graph.Resource{}
	for _, list := range [][]Unjoined{c.out.Unjoined, c.out.Ambiguous} {
		for _, u := range list {
			open[u.Resource.Type] = append(open[u.Resource.Type], u.Resource)
		}
	}
	for _, r := range c.live.Graph.Resources() {
		if r.Data || r.MayExist || c.joined[r] {
			continue
		}
		if tier := c.o.Tier(r); tier != "" {
			c.out.Unmanaged = append(c.out.Unmanaged, Unmanaged{r, tier, open[r.Type]})
		}
	}
}

func (c *comparison) sort() {
	byID := func(a, b Unjoined) int { return cmp.Compare(a.Resource.ID, b.Resource.ID) }
	slices.SortFunc(c.out.Missing, byID)
	slices.SortFunc(c.out.Ambiguous, byID)
	slices.SortFunc(c.out.Unjoined, byID)
	slices.SortStableFunc(c.out.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(rank(a.Direction), rank(b.Direction)), cmp.Compare(a.Code.ID, b.Code.ID), cmp.Compare(a.Path, b.Path))
	})
	slices.SortStableFunc(c.out.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity.Rank(), b.Severity.Rank()), cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.Code.ID, b.Code.ID))
	})
}

func rank(d Direction) int { return slices.Index([]Direction{Weaker, Different, Stronger}, d) }
