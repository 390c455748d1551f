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
	run := newRun(c, g, params, &opts)
	for _, out := range run.all(ctx, opts.Workers) {
		a.Findings = append(a.Findings, out.findings...)
		a.Diagnostics = append(a.Diagnostics, out.diagnostics...)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("judging the graph: %w", err)
	}
	a.Findings = distinct(a.Findings)
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

// each calls do with 0 to n-1 on so many goroutines, 0 meaning one a processor.
func each(n, workers int, do func(i int)) {
	divide(n, workers, func() func(int) { return do })
}

// divide is each for goroutines that have something of their own: work is called once
// in each of them.
func divide(n, workers int, work func() func(i int)) {
	workers = goroutines(workers)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			do := work()
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

func goroutines(workers int) int {
	if workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return workers
}
