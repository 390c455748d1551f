package faulttree

import (
	"encoding/binary"
	"strconv"
)

// reduction is a smaller tree with the same cut sets up to the names of events. Ors
// of Ors and Ands of Ands that nothing else uses become one, and events that occur
// only together, in the same Ors, become one that stands for any of them.
type reduction struct {
	from   *Tree
	to     *Tree
	alias  map[Node]Node // gates that are defined to be another node
	uses   map[Node]int
	flat   map[Node][]Node // inputs, where they differ from those in from
	made   map[Node]Node   // by node of from
	groups map[Node][]Node // by event of to: the events that it stands for
	apart  bool            // every event stays one
}

// reduce makes the reduction of what is below these nodes, each of which has its
// counterpart in made. With apart, every event stays one.
func (t *Tree) reduce(tops []Node, apart bool) (*reduction, error) {
	r := &reduction{
		from: t, to: New(), alias: map[Node]Node{}, uses: map[Node]int{}, flat: map[Node][]Node{},
		made: map[Node]Node{False: False, True: True}, groups: map[Node][]Node{}, apart: apart,
	}
	var parts []component
	seen := map[Node]bool{}
	for _, top := range tops {
		more, err := t.components(top, func(n Node) bool { return seen[n] })
		if err != nil {
			return nil, err
		}
		for _, c := range more {
			for _, n := range c.nodes {
				seen[n] = true
			}
		}
		parts = append(parts, more...)
	}
	r.flatten(parts, tops)
	r.group(parts)
	for _, c := range parts {
		r.build(c)
	}
	return r, nil
}

func (r *reduction) resolve(n Node) Node {
	if to, ok := r.alias[n]; ok {
		return to
	}
	return n
}

// flatten counts who uses what, and splices the inputs of gates that are used once.
func (r *reduction) flatten(parts []component, tops []Node) {
	for _, c := range parts {
		if n := c.nodes[0]; !c.cyclic && r.from.nodes[n].kind == KindGate {
			r.alias[n] = r.resolve(r.from.Inputs(n)[0])
		}
	}
	cyclic := map[Node]bool{}
	for _, c := range parts {
		for _, n := range c.nodes {
			cyclic[n] = c.cyclic
			if _, ok := r.alias[n]; ok {
				continue
			}
			for _, in := range r.from.Inputs(n) {
				r.uses[r.resolve(in)]++
			}
		}
	}
	for _, top := range tops {
		r.uses[r.resolve(top)] += 2 // never spliced
	}
	for _, c := range parts {
		for _, n := range c.nodes {
			k := r.from.nodes[n].kind
			if k != KindAnd && k != KindOr {
				continue
			}
			var in []Node
			for _, x := range r.from.Inputs(n) {
				x = r.resolve(x)
				if r.from.nodes[x].kind == k && r.uses[x] == 1 && !cyclic[x] {
					in = append(in, r.flat[x]...)
					r.flat[x] = nil // It has no users of its own any more.
				} else {
					in = append(in, x)
				}
			}
			r.flat[n] = in
		}
	}
}

// inputs are those of a node after flattening; none when it was spliced.
func (r *reduction) inputs(n Node) []Node {
	if in, ok := r.flat[n]; ok {
		return in
	}
	in := make([]Node, 0, r.from.nodes[n].count)
	for _, x := range r.from.Inputs(n) {
		in = append(in, r.resolve(x))
	}
	return in
}

// group finds the events that occur in the same Ors only.
func (r *reduction) group(parts []component) {
	users := map[Node][]byte{}
	apart := map[Node]bool{} // events that occur elsewhere
	for _, c := range parts {
		for _, n := range c.nodes {
			if _, ok := r.alias[n]; ok {
				continue
			}
			record := r.from.nodes[n]
			if record.kind == KindComplement {
				apart[Node(record.k)] = true
			}
			for _, in := range r.inputs(n) {
				switch {
				case r.from.nodes[in].kind != KindEvent:
				case record.kind == KindOr:
					users[in] = binary.LittleEndian.AppendUint32(users[in], uint32(n))
				default:
					apart[in] = true
				}
			}
		}
	}
	var keys []string
	together := map[string][]Node{}
	for _, c := range parts {
		n := c.nodes[0]
		if r.from.nodes[n].kind != KindEvent {
			continue
		}
		key := string(users[n])
		if apart[n] || r.uses[n]*4 != len(key) { // It is also asked about.
			key = "alone " + strconv.Itoa(int(n))
		}
		if together[key] == nil {
			keys = append(keys, key)
		}
		together[key] = append(together[key], n)
	}
	for _, key := range keys {
		members := together[key]
		to := r.represent(members)
		for _, n := range members {
			r.made[n] = to
		}
	}
}

// represent makes what stands for events that occur only together.
func (r *reduction) represent(members []Node) Node {
	if !r.apart {
		to := r.to.add(record{kind: KindEvent, k: -1}, nil)
		r.groups[to] = members
		return to
	}
	var events []Node
	for _, n := range members {
		to := r.to.Event(r.from.ID(n))
		r.groups[to] = []Node{n}
		events = append(events, to)
	}
	return r.to.Or(events...)
}

// build makes the nodes of a component, whose inputs are made.
func (r *reduction) build(c component) {
	if c.cyclic {
		for _, n := range c.nodes {
			r.made[n] = r.to.Gate()
		}
	}
	for _, n := range c.nodes {
		record := r.from.nodes[n]
		if to, ok := r.alias[n]; ok {
			r.made[n] = r.made[to]
			continue
		}
		if in, spliced := r.flat[n]; record.kind == KindEvent || (spliced && in == nil) {
			continue
		}
		var in []Node
		for _, x := range r.inputs(n) {
			in = append(in, r.made[x])
		}
		var made Node
		switch record.kind {
		case KindConstant:
			made = n
		case KindComplement:
			made = r.to.workingOf(r.made[Node(record.k)])
		case KindAnd:
			made = r.to.And(in...)
		case KindOr, KindGate:
			made = r.to.Or(in...)
		case KindAtLeast:
			made = r.to.AtLeast(int(record.k), in...)
		case KindEvent:
		}
		if c.cyclic {
			r.to.Define(r.made[n], made)
		} else {
			r.made[n] = made
		}
	}
}
