package faulttree

import (
	"encoding/binary"
	"slices"
)

// ballot is a group of inputs of an AtLeast that have the same causes in common, such
// as the instances of one zone: each fails when the common cause does, or by itself.
type ballot[T any] struct {
	common T
	own    []T // of each input what is not in common
}

// atLeast takes apart a vote over inputs with common causes. With Z the groups whose
// common cause has struck,
//
//	atLeast(k, all) = ⋁ over Z of (⋀ common causes of Z) ∧ atLeast(k − inputs of Z, own causes of the rest)
//
// which is a few small votes in place of a large one. It does so for few groups only.
func (f *fold[T]) atLeast(n Node) T {
	r := f.tree.nodes[n]
	k := int(r.k)
	groups := f.ballots(n)
	if groups == nil {
		return f.algebra.atLeast(k, f.inputs(n))
	}
	var terms []T
	f.count(k, groups, nil, nil, &terms)
	return f.algebra.or(terms)
}

// count adds the terms in which the first of the groups has struck, and those in which
// it has not.
func (f *fold[T]) count(k int, groups []ballot[T], struck, own []T, terms *[]T) {
	never := f.algebra.constant(false)
	switch {
	case k <= 0:
		*terms = append(*terms, f.algebra.and(append([]T(nil), struck...)))
		return
	case len(groups) == 0:
		if k > len(own) {
			return
		}
		votes := append([]T(nil), own...)
		if v := f.algebra.atLeast(k, votes); v != never {
			*terms = append(*terms, f.algebra.and(append([]T{v}, struck...)))
		}
		return
	}
	g := groups[0]
	if g.common != never {
		f.count(k-len(g.own), groups[1:], append(slices.Clip(struck), g.common), own, terms)
	}
	f.count(k, groups[1:], struck, append(slices.Clip(own), g.own...), terms)
}

// ballots groups the inputs of an AtLeast by what they have in common with others;
// nil when that is of no use.
func (f *fold[T]) ballots(n Node) []ballot[T] {
	const most = 6
	in := f.tree.Inputs(n)
	if len(in) <= 2*most {
		return nil
	}
	uses := map[Node]int{}
	for _, x := range in {
		if f.tree.nodes[x].kind == KindOr {
			for _, c := range f.tree.Inputs(x) {
				uses[c]++
			}
		}
	}
	var groups []ballot[T]
	index := map[string]int{}
	for _, x := range in {
		var key []byte
		var common, own []T
		causes := []Node{x}
		if f.tree.nodes[x].kind == KindOr {
			causes = f.tree.Inputs(x)
		}
		for _, c := range causes {
			if uses[c] > 1 {
				key = binary.LittleEndian.AppendUint32(key, uint32(c))
				common = append(common, f.done[c])
			} else {
				own = append(own, f.done[c])
			}
		}
		at, ok := index[string(key)]
		if !ok {
			if at = len(groups); at == most {
				return nil
			}
			index[string(key)] = at
			groups = append(groups, ballot[T]{common: f.algebra.or(common)})
		}
		groups[at].own = append(groups[at].own, f.algebra.or(own))
	}
	return groups
}
