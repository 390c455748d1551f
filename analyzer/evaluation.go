package analyzer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/faultline-dev/faultline/graph"
)

// run is one evaluation of rules over a graph.
type run struct {
	*compiled
	graph       *graph.Graph
	conversion  *conversion
	opens       *opens
	timeout     time.Duration
	evaluations []*evaluation // in the order of the rules
}

func newRun(c *compiled, g *graph.Graph, params map[string]map[string]any, opts *Options) *run {
	r := &run{compiled: c, graph: g, conversion: newConversion(g, c.visible(opts.Attributes)), timeout: opts.Timeout}
	r.opens = newOpens(r.conversion)
	if r.timeout <= 0 {
		r.timeout = baseTimeout + time.Duration(len(g.Resources()))*timeoutPerResource
	}
	for _, rule := range c.rules {
		r.evaluations = append(r.evaluations, r.evaluation(rule, params[rule.ID]))
	}
	return r
}

// evaluation is that of one rule. Several goroutines work on it at a time.
type evaluation struct {
	rule      *Rule
	params    *ast.Term
	resources map[string]func() *ast.Term // of the types that the rule declares
	cancel    topdown.Cancel
	spent     atomic.Int64 // nanoseconds, of all goroutines

	mu        sync.Mutex
	documents map[*document]*documentValue
}

func (r *run) evaluation(rule *Rule, params map[string]any) *evaluation {
	e := &evaluation{
		rule: rule, params: ast.InternedEmptyObject, resources: map[string]func() *ast.Term{},
		cancel: topdown.NewCancel(), documents: map[*document]*documentValue{},
	}
	if len(params) > 0 {
		e.params = ast.NewTerm(ast.MustInterfaceToValue(params))
	}
	for _, typ := range slices.Concat(rule.Types, rule.Reads) {
		e.resources[typ] = func() *ast.Term { return r.conversion.createdOfType(typ) }
	}
	return e
}

// start begins to count time for the rule, until the function is called that it returns.
func (e *evaluation) start(timeout time.Duration) (stop func()) {
	began := time.Now() //nolint:forbidigo // how long it takes is in no report
	timer := time.AfterFunc(timeout-time.Duration(e.spent.Load()), e.cancel.Cancel)
	return func() {
		timer.Stop()
		e.spent.Add(int64(time.Since(began)))
	}
}

// outcome is what one rule left.
type outcome struct {
	findings    []*Finding
	diagnostics []graph.Diagnostic
	timedOut    bool
}

func (o *outcome) add(other outcome) {
	o.timedOut = o.timedOut || other.timedOut
	o.findings = append(o.findings, other.findings...)
	o.diagnostics = append(o.diagnostics, other.diagnostics...)
}

// all evaluates every rule and returns the outcomes in the order of the rules.
func (r *run) all(ctx context.Context, workers int) []outcome {
	defer context.AfterFunc(ctx, func() {
		for _, e := range r.evaluations {
			e.cancel.Cancel()
		}
	})()
	outcomes, left := r.follow(workers)
	var rest []int
	for i, rule := range r.rules {
		if left[i].crashed == "" && (!r.whole[rule] || left[i].programs != nil) {
			rest = append(rest, i)
		}
	}
	divide(len(rest), workers, func() func(int) {
		w := newWorker(r)
		return func(n int) {
			i := rest[n]
			outcomes[i].add(w.query(ctx, r.evaluations[i], left[i].programs))
		}
	})
	for i, e := range r.evaluations {
		outcomes[i].diagnostics = once(outcomes[i].diagnostics)
		switch {
		case left[i].crashed != "":
			outcomes[i] = outcome{diagnostics: []graph.Diagnostic{crashed(e.rule, left[i].crashed)}}
		case outcomes[i].timedOut:
			outcomes[i].findings = nil // how many there are is chance
			outcomes[i].diagnostics = append(outcomes[i].diagnostics, graph.Diagnostic{
				Severity: graph.SeverityError, Summary: "Rule timed out", Incomplete: true,
				Detail: fmt.Sprintf("%s did not finish within %s; its verdicts are missing.", e.rule.ID, r.timeout),
			})
		}
	}
	return outcomes
}

// once drops diagnostics that are the same: a result can be found in several portions.
func once(diagnostics []graph.Diagnostic) []graph.Diagnostic {
	seen := map[graph.Diagnostic]bool{}
	return slices.DeleteFunc(diagnostics, func(d graph.Diagnostic) bool {
		before := seen[d]
		seen[d] = true
		return before
	})
}

// worker is what one goroutine evaluates rules with.
type worker struct {
	run      *run
	terms    *terms
	native   map[string]nativeFunction
	machines []*machine // by the number of the rule
}

func newWorker(r *run) *worker {
	t := newTerms(r.conversion)
	return &worker{run: r, terms: t, native: newTraversal(t, r.opens).functions(), machines: make([]*machine, len(r.rules))}
}

// query has OPA evaluate a rule or, of the bodies that have programs, what these left;
// whatever happens inside stays inside.
func (w *worker) query(ctx context.Context, e *evaluation, left [][]*graph.Resource) (out outcome) {
	defer func() {
		if p := recover(); p != nil {
			out = outcome{diagnostics: []graph.Diagnostic{crashed(e.rule, fmt.Sprint(p))}}
		}
	}()
	defer e.start(w.run.timeout)()
	verdicts := map[Verdict]ast.Set{}
	var errs []topdown.Error
	q := topdown.NewQuery(w.run.queries[e.rule]).
		WithCompiler(w.run.compiler).
		WithStore(noData{}).
		WithInput(w.input(e, left)).
		WithBuiltins(builtins(w.native)).
		WithBuiltinErrorList(&errs).
		WithCancel(e.cancel)
	err := q.Iter(ctx, func(result topdown.QueryResult) error {
		for name, t := range result {
			verdicts[Verdict(name)], _ = t.Value.(ast.Set)
		}
		return nil
	})
	out = w.run.settle(e.rule, verdicts)
	if out.timedOut = topdown.IsCancel(err); err != nil && !out.timedOut {
		out.diagnostics = append(out.diagnostics, crashed(e.rule, err.Error()))
	}
	for i := range errs {
		out.diagnostics = append(out.diagnostics, crashed(e.rule, errs[i].Error()))
	}
	return out
}

func crashed(rule *Rule, what string) graph.Diagnostic {
	return graph.Diagnostic{
		Severity: graph.SeverityError, Summary: "Rule crashed", Incomplete: true,
		Detail: fmt.Sprintf("%s: %s. Some of its verdicts are missing; this is a mistake in the rule.", rule.ID, strings.TrimSuffix(what, ".")),
	}
}

// input is what a rule sees: the resources of the types that it declares, its
// parameters and, for the bodies of which there are programs, what these left.
func (w *worker) input(e *evaluation, left [][]*graph.Resource) *ast.Term {
	resources := make([][2]*ast.Term, 0, len(e.resources))
	for typ, all := range e.resources {
		resources = append(resources, [2]*ast.Term{w.terms.word(typ), all()})
	}
	unjudged := make([]*ast.Term, len(left))
	for i, list := range left {
		unjudged[i] = w.terms.list(list)
	}
	return ast.ObjectTerm(
		[2]*ast.Term{w.terms.word("resources"), ast.ObjectTerm(resources...)},
		[2]*ast.Term{w.terms.word("params"), e.params},
		[2]*ast.Term{w.terms.word("unjudged"), ast.ArrayTerm(unjudged...)},
	)
}

// settle turns what a rule gave into findings.
func (r *run) settle(rule *Rule, verdicts map[Verdict]ast.Set) outcome {
	s := &settling{run: r, rule: rule}
	for _, v := range []Verdict{Fail, Undetermined} {
		if set := verdicts[v]; set != nil {
			s.set(v, set)
		}
	}
	return s.outcome
}
