package faulttree

// modules lists the gates below top, and top, whose events and gates are used by
// nothing else that top depends on, innermost first: each can be computed alone and
// then stand as one event (Dutuit and Rauzy 1996). Gates that depend on each other
// belong to the module around them.
func (t *Tree) modules(top Node) ([]Node, error) {
	parts, err := t.components(top, nil)
	if err != nil {
		return nil, err
	}
	visits := t.visits(top)
	// The extent of everything below a component, inputs first.
	below := map[Node]extent{}
	var found []Node
	for _, c := range parts {
		all := extent{first: leafLevel}
		for _, n := range c.nodes {
			for _, in := range t.dependencies(n) {
				if e, ok := below[in]; ok {
					all = all.join(e)
				}
				if v := visits[in]; v != nil {
					all = all.join(extent{v.first, v.last})
				}
			}
		}
		for _, n := range c.nodes {
			below[n] = all
		}
		if n := c.nodes[0]; !c.cyclic && t.nodes[n].count > 0 && all.first > visits[n].first && all.last < visits[n].end {
			found = append(found, n)
		}
	}
	if len(found) == 0 || found[len(found)-1] != top {
		found = append(found, top)
	}
	return found, nil
}

type extent struct{ first, last int32 }

func (e extent) join(o extent) extent {
	return extent{min(e.first, o.first), max(e.last, o.last)}
}

// times are when a depth-first walk met a node first and last, and was done with what
// is below it.
type times struct{ first, last, end int32 }

// dependencies are the inputs of a node; a complement depends on its event.
func (t *Tree) dependencies(n Node) []Node {
	if r := t.nodes[n]; r.kind == KindComplement {
		return []Node{Node(r.k)}
	}
	return t.Inputs(n)
}

func (t *Tree) visits(top Node) map[Node]*times {
	visits := map[Node]*times{top: {first: 1, last: 1}}
	clock := int32(1)
	path := []step{{node: top}}
	for len(path) > 0 {
		v := &path[len(path)-1]
		in := t.dependencies(v.node)
		clock++
		if int(v.next) == len(in) {
			visits[v.node].end = clock
			path = path[:len(path)-1]
			continue
		}
		child := in[v.next]
		v.next++
		if seen := visits[child]; seen != nil {
			seen.last = clock
			continue
		}
		visits[child] = &times{first: clock, last: clock}
		path = append(path, step{node: child})
	}
	return visits
}
