package analyzer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// Programs judge portion by portion: some resources that belong together are converted,
// judged by every rule, settled and forgotten, so that the terms of a large graph never
// exist all at once. In which portions and in which order changes nothing: a rule's
// findings are sorted, and one that was found in several portions counts once (distinct).

// How many resources are judged at a time: few enough that all processors have work and
// the terms need little memory, enough that neighbours are converted once.
const (
	smallestPortion = 64
	largestPortion  = 1024
	portionsAWorker = 8
)

// portion is some resources by type, in order of the types.
type portion [][]*graph.Resource

// portions divides resources, those that are related first in the same portion.
func portions(g *graph.Graph, all []*graph.Resource, workers int) (list []portion) {
	all = neighbourhoods(g, all)
	size := min(max(len(all)/(portionsAWorker*workers), smallestPortion), largestPortion)
	for some := range slices.Chunk(all, size) {
		slices.SortStableFunc(some, func(a, b *graph.Resource) int { return cmp.Compare(a.Type, b.Type) })
		var p portion
		for start := 0; start < len(some); {
			end := start + 1
			for end < len(some) && some[end].Type == some[start].Type {
				end++
			}
			p = append(p, some[start:end])
			start = end
		}
		list = append(list, p)
	}
	return list
}

// neighbourhoods puts resources, which are in order of ID, in an order in which those that
// are related stand together: each with what can be reached from it, as far as that was
// not reached from another and is not much.
func neighbourhoods(g *graph.Graph, all []*graph.Resource) []*graph.Resource {
	waiting := make(map[string]*graph.Resource, len(all))
	for _, r := range all {
		waiting[r.ID] = r
	}
	order := make([]*graph.Resource, 0, len(all))
	take := func(id string) {
		if r := waiting[id]; r != nil {
			delete(waiting, id)
			order = append(order, r)
		}
	}
	for _, r := range all {
		start := len(order)
		take(r.ID)
		for at := start; at < len(order) && len(order)-start < smallestPortion; at++ {
			out, in := g.Out(order[at].ID), g.In(order[at].ID)
			if len(out)+len(in) > smallestPortion {
				continue // what everything is related to relates nothing
			}
			for i := range out {
				take(out[i].To)
			}
			for i := range in {
				take(in[i].From)
			}
		}
	}
	return order
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
	var all []*graph.Resource
	for typ := range rules {
		all = append(all, r.conversion.created(typ)...)
	}
	slices.SortFunc(all, byID)
	work := portions(r.graph, all, goroutines(workers))
	judged := make([][]judgement, len(work))
	divide(len(work), workers, func() func(int) {
		w := newWorker(r)
		return func(n int) {
			w.terms.forget(remembered)
			for _, resources := range work[n] {
				for _, rule := range rules[resources[0].Type] {
					judged[n] = append(judged[n], w.judge(rule, resources))
				}
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
	for _, l := range left {
		for _, resources := range l.programs {
			slices.SortFunc(resources, byID)
		}
	}
	return outcomes, left
}

// judge follows the programs of a rule for resources of one type.
func (w *worker) judge(rule int, resources []*graph.Resource) (j judgement) {
	j.rule = rule
	defer func() {
		if p := recover(); p != nil {
			j = judgement{rule: rule, leftover: leftover{crashed: fmt.Sprint(p)}}
		}
	}()
	e := w.run.evaluations[rule]
	defer e.start(w.run.timeout)()
	m := w.machine(rule)
	defer m.forget()
	verdicts := map[Verdict]ast.Set{}
	programs := w.run.programs[e.rule]
	for _, res := range resources {
		w.terms.forget(4 * remembered) // what is related to very many
		m.begin(w.terms.resource(res))
		for i, program := range programs {
			if program.typ != res.Type {
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

func byID(a, b *graph.Resource) int { return cmp.Compare(a.ID, b.ID) }
