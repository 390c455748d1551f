package analyzer

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// Programs judge portion by portion: some resources of a type are converted, judged by
// every rule, settled and forgotten, so that the terms of a large graph never exist all at
// once. The order in which portions are done changes nothing: a rule's findings are sorted,
// and one that was found in several portions counts once (distinct).

// portionSize is how many resources are judged at a time.
const portionSize = 256

// portion is some resources of a type.
type portion struct {
	typ       string
	resources []*graph.Resource
}

// leftover is what the programs of one rule did not judge.
type leftover struct {
	programs [][]*graph.Resource // by program; nil when there is nothing
	crashed  string              // what happened, where a program did not end well
}

// judgement is what the programs of one rule made of a portion.
type judgement struct {
	outcome
	leftover
	rule int
}

// leave notes a resource that one of n programs did not understand.
func (l *leftover) leave(program, n int, r *graph.Resource) {
	if l.programs == nil {
		l.programs = make([][]*graph.Resource, n)
	}
	l.programs[program] = append(l.programs[program], r)
}

// follow runs the programs of all rules and returns what they found and what they left, in
// the order of the rules.
func (r *run) follow(workers int) ([]outcome, []leftover) {
	rules := map[string][]int{} // that have a program for a type
	for i, rule := range r.rules {
		for _, p := range r.programs[rule] {
			if n := len(rules[p.typ]); n == 0 || rules[p.typ][n-1] != i {
				rules[p.typ] = append(rules[p.typ], i)
			}
		}
	}
	var portions []portion
	for _, typ := range r.graph.Types() {
		if len(rules[typ]) == 0 {
			continue
		}
		all := r.conversion.created(typ)
		for start := 0; start < len(all); start += portionSize {
			portions = append(portions, portion{typ, all[start:min(start+portionSize, len(all))]})
		}
	}
	judged := make([][]judgement, len(portions))
	divide(len(portions), workers, func() func(int) {
		w := newWorker(r)
		return func(n int) {
			for _, i := range rules[portions[n].typ] {
				judged[n] = append(judged[n], w.judge(i, portions[n]))
			}
		}
	})
	outcomes, left := make([]outcome, len(r.rules)), make([]leftover, len(r.rules))
	for _, list := range judged {
		for _, j := range list {
			outcomes[j.rule].add(j.outcome)
			for program, resources := range j.programs {
				for _, res := range resources {
					left[j.rule].leave(program, len(j.programs), res)
				}
			}
			if left[j.rule].crashed == "" {
				left[j.rule].crashed = j.crashed
			}
		}
	}
	return outcomes, left
}

// judge follows the programs of a rule for the resources of a portion.
func (w *worker) judge(rule int, p portion) (j judgement) {
	j.rule = rule
	defer func() {
		if p := recover(); p != nil {
			j = judgement{rule: rule, leftover: leftover{crashed: fmt.Sprint(p)}}
		}
	}()
	e := w.run.evaluations[rule]
	defer e.start(w.run.timeout)()
	m := w.machine(rule)
	verdicts := map[Verdict]ast.Set{}
	programs := w.run.programs[e.rule]
	for _, res := range p.resources {
		w.terms.forget()
		m.begin(w.terms.resource(res))
		for i, program := range programs {
			if program.typ != p.typ {
				continue
			}
			if verdicts[program.verdict] == nil {
				verdicts[program.verdict] = ast.NewSet()
			}
			if e.cancel.Cancelled() || !program.judge(m, verdicts[program.verdict]) {
				j.leave(i, len(programs), res)
			}
		}
	}
	j.outcome = w.run.settle(e.rule, verdicts)
	return j
}

func (w *worker) machine(rule int) *machine {
	m := w.machines[rule]
	if m == nil {
		m = newMachine(w.run.evaluations[rule], w.native)
		w.machines[rule] = m
	}
	return m
}
