package analyzer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/faultline-dev/faultline/graph"
)

// How long one rule may take: far more than any of ours needs, also on a busy machine.
const (
	baseTimeout        = 10 * time.Second
	timeoutPerResource = 2 * time.Millisecond
)

// Options tune a run. The zero value is usable.
type Options struct {
	// Workers is the number of rules that are evaluated at the same time; 0 means
	// one a processor.
	Workers int
	// Timeout limits each rule; 0 means 10 seconds and 2 milliseconds a resource.
	Timeout time.Duration
	// Params overrides parameters, by rule ID and name, with JSON values.
	Params map[string]map[string]any
	// Attributes names the attributes of a type that rules can see. Nil, or a nil
	// result, means those that some rule of the run mentions.
	Attributes func(typ string) []string
	// OnlyOPA leaves all of the evaluation to OPA: the same findings at several times
	// the cost, to compare and to measure.
	OnlyOPA bool
}

// Run evaluates the rules that have something to judge in g. A rule that fails to
// give its verdicts leaves an incomplete diagnostic and does not stop the others;
// the error is for wrong options, rules that do not compile and a cancelled
// context. The diagnostics of the graph's own sources are not repeated.
func (s *RuleSet) Run(ctx context.Context, g *graph.Graph, opts Options) (*Assessment, error) {
	params, err := s.params(opts.Params)
	if err != nil {
		return nil, err
	}
	created := createdTypes(g)
	var active []*Rule
	judged := map[string]bool{}
	for _, r := range s.rules {
		at := slices.IndexFunc(r.Types, func(t string) bool { return created[t] > 0 })
		if at < 0 {
			continue
		}
		active = append(active, r)
		for _, t := range r.Types {
			judged[t] = true
		}
	}
	a := &Assessment{Graph: g, Rules: s.rules, Coverage: Coverage{Rules: len(s.rules)}}
	for typ, n := range created {
		a.Coverage.Resources += n
		if judged[typ] {
			a.Coverage.Judged += n
		}
		if strings.Contains(typ, "::") {
			a.Coverage.Unmapped += n
		}
	}
	if len(active) == 0 {
		return a, nil
	}
	c, err := s.compile(active, opts.OnlyOPA)
	if err != nil {
		return nil, err
	}
	run := &run{
		compiled: c, graph: g, params: params,
		terms:   newTerms(g, c.visible(opts.Attributes)),
		timeout: opts.Timeout,
	}
	if run.timeout <= 0 {
		run.timeout = baseTimeout + time.Duration(len(g.Resources()))*timeoutPerResource
	}
	run.native = newTraversal(g, run.terms).functions()
	run.builtins = builtins(run.native)
	for _, out := range run.all(ctx, opts.Workers) {
		a.Findings = append(a.Findings, out.findings...)
		a.Diagnostics = append(a.Diagnostics, out.diagnostics...)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("judging the graph: %w", err)
	}
	slices.SortStableFunc(a.Findings, compareFindings)
	for _, f := range a.Findings {
		if f.Verdict == Undetermined {
			a.Coverage.Undetermined++
		}
	}
	return a, nil
}

// visible is the choice of attributes to convert: the caller's, else what is mentioned.
func (c *compiled) visible(chosen func(string) []string) func(string) []string {
	return func(typ string) []string {
		if chosen != nil {
			if names := chosen(typ); names != nil {
				return names
			}
		}
		return c.attributes
	}
}

func createdTypes(g *graph.Graph) map[string]int {
	created := map[string]int{}
	for _, t := range g.Types() {
		for _, r := range g.ByType(t) {
			if !r.Data {
				created[t]++
			}
		}
	}
	return created
}

// params merges the overrides into the defaults, for the rules that have parameters.
func (s *RuleSet) params(overrides map[string]map[string]any) (map[string]map[string]any, error) {
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(overrides)) {
		if s.modules[id] == nil {
			problems = append(problems, fmt.Errorf("parameters are given for %s, which is no rule", id))
		}
	}
	merged := map[string]map[string]any{}
	for _, r := range s.rules {
		given := overrides[r.ID]
		if len(r.Params) == 0 && len(given) == 0 {
			continue
		}
		merged[r.ID] = maps.Clone(r.Params)
		for _, name := range slices.Sorted(maps.Keys(given)) {
			value := given[name]
			normal, found := r.Params[name]
			switch {
			case !found:
				has := strings.Join(slices.Sorted(maps.Keys(r.Params)), ", ")
				problems = append(problems, fmt.Errorf("%s has no parameter %q (it has: %s)", r.ID, name, has))
			case KindOf(value) != KindOf(normal):
				problems = append(problems, fmt.Errorf("parameter %s of %s is a %s, not a %s", name, r.ID, KindOf(normal), KindOf(value)))
			default:
				merged[r.ID][name] = value
			}
		}
	}
	return merged, errors.Join(problems...)
}

// KindOf names the JSON type of a value, as in messages about parameters.
func KindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any, []string:
		return "list"
	case map[string]any:
		return "object"
	default:
		return "number"
	}
}

// run is one evaluation of rules over a graph.
type run struct {
	*compiled
	graph    *graph.Graph
	terms    *terms
	params   map[string]map[string]any
	native   map[string]nativeFunction
	builtins map[string]*topdown.Builtin
	timeout  time.Duration
}

// outcome is what one rule left.
type outcome struct {
	findings    []*Finding
	diagnostics []graph.Diagnostic
}

// all evaluates every rule and returns the outcomes in the order of the rules.
func (r *run) all(ctx context.Context, workers int) []outcome {
	outcomes := make([]outcome, len(r.rules))
	each(len(r.rules), workers, func(i int) {
		if ctx.Err() == nil {
			outcomes[i] = r.one(ctx, r.rules[i])
		}
	})
	return outcomes
}

// each calls do with 0 to n-1 on so many goroutines, 0 meaning one a processor.
func each(n, workers int, do func(i int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// one evaluates a rule; whatever happens inside stays inside.
func (r *run) one(ctx context.Context, rule *Rule) (out outcome) {
	defer func() {
		if p := recover(); p != nil {
			out.diagnostics = append(out.diagnostics, crashed(rule, fmt.Sprint(p)))
		}
	}()
	cancel := topdown.NewCancel()
	timer := time.AfterFunc(r.timeout, cancel.Cancel)
	defer timer.Stop()
	defer context.AfterFunc(ctx, cancel.Cancel)()

	input := r.input(rule)
	verdicts := map[Verdict]ast.Set{}
	if len(r.programs[rule]) > 0 {
		var left *ast.Term
		verdicts, left = r.follow(ctx, rule, newMachine(input, r.native, cancel))
		if left == nil && r.whole[rule] {
			return r.settle(rule, verdicts)
		}
		if left != nil {
			input = with(input, "unjudged", left)
		}
	}
	var errs []topdown.Error
	q := topdown.NewQuery(r.queries[rule]).
		WithCompiler(r.compiler).
		WithStore(noData{}).
		WithInput(input).
		WithBuiltins(r.builtins).
		WithBuiltinErrorList(&errs).
		WithCancel(cancel)
	err := q.Iter(ctx, func(result topdown.QueryResult) error {
		for name, t := range result {
			set, ok := t.Value.(ast.Set)
			if before := verdicts[Verdict(name)]; ok && before != nil {
				set = set.Union(before)
			}
			verdicts[Verdict(name)] = set
		}
		return nil
	})
	out = r.settle(rule, verdicts)
	switch {
	case err == nil:
	case topdown.IsCancel(err):
		out.findings = nil // how many there are is chance
		out.diagnostics = append(out.diagnostics, graph.Diagnostic{
			Severity: graph.SeverityError, Summary: "Rule timed out", Incomplete: true,
			Detail: fmt.Sprintf("%s did not finish within %s; its verdicts are missing.", rule.ID, r.timeout),
		})
	default:
		out.diagnostics = append(out.diagnostics, crashed(rule, err.Error()))
	}
	for i := range errs {
		out.diagnostics = append(out.diagnostics, crashed(rule, errs[i].Error()))
	}
	return out
}

func crashed(rule *Rule, what string) graph.Diagnostic {
	return graph.Diagnostic{
		Severity: graph.SeverityError, Summary: "Rule crashed", Incomplete: true,
		Detail: fmt.Sprintf("%s: %s. Some of its verdicts are missing; this is a mistake in the rule.", rule.ID, strings.TrimSuffix(what, ".")),
	}
}

// input is what a rule sees: the resources of the types that it declares, and its
// parameters.
func (r *run) input(rule *Rule) *ast.Term {
	resources := make([][2]*ast.Term, 0, len(rule.Types)+len(rule.Reads))
	for _, list := range [][]string{rule.Types, rule.Reads} {
		for _, typ := range list {
			resources = append(resources, [2]*ast.Term{r.terms.word(typ), r.terms.createdOfType(typ)})
		}
	}
	params := ast.InternedEmptyObject
	if p := r.params[rule.ID]; len(p) > 0 {
		params = ast.NewTerm(ast.MustInterfaceToValue(p))
	}
	return ast.ObjectTerm(
		[2]*ast.Term{r.terms.word("resources"), ast.ObjectTerm(resources...)},
		[2]*ast.Term{r.terms.word("params"), params},
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

// with is an object with one more key.
func with(object *ast.Term, key string, value *ast.Term) *ast.Term {
	old, _ := object.Value.(ast.Object)
	more := ast.NewObject(ast.Item(ast.InternedTerm(key), value))
	old.Foreach(more.Insert)
	return ast.NewTerm(more)
}
