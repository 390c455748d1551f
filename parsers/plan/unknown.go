package plan

import (
	"slices"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// unknown lists what of a value is unknown, what that waits for, and what it mentions.
func (e *emitter) unknown(m member, res *resolution) {
	leaves := leavesOf(m.path, m.waits)
	if e.fromSource(m, leaves) {
		return
	}
	needs := res.needs(e.options.Prefix)
	if e.paired(leaves, res) {
		return
	}
	only := res.only()
	for _, l := range leaves {
		e.leaf(l, needs)
	}
	at := m.path
	if len(leaves) == 1 {
		at = leaves[0].path
	}
	for _, t := range res.targets {
		e.ref(graph.Ref{Path: at, To: t.to.address, Attr: t.attr, Exact: only != nil && at == leaves[0].path})
	}
}

// leaf is one unknown value.
type leaf struct {
	path graph.Path
	why  mark
}

func leavesOf(at graph.Path, waits any) []leaf {
	switch w := waits.(type) {
	case mark:
		return []leaf{{at, w}}
	case map[string]any:
		var out []leaf
		for _, name := range sortedKeys(w) {
			out = append(out, leavesOf(at.Attr(name), w[name])...)
		}
		return out
	case []any:
		var out []leaf
		for i, e := range w {
			out = append(out, leavesOf(at.Index(i), e)...)
		}
		return out
	}
	return nil
}

func (e *emitter) leaf(l leaf, needs []string) {
	if l.why == secret || len(needs) == 0 {
		needs = []string{string(l.why)}
	}
	e.out.Unknown = append(e.out.Unknown, graph.Unknown{Path: l.path, Needs: needs})
}

// paired handles a list of which every element is unknown and that mentions as many
// resources: each is taken to be one of them, in order.
func (e *emitter) paired(leaves []leaf, res *resolution) bool {
	if len(leaves) < 2 || len(leaves) != len(res.targets) || len(res.opaque) > 0 {
		return false
	}
	for i, l := range leaves {
		if l.why == secret || !res.targets[i].to.isUnknown(res.targets[i].attr) {
			return false
		}
	}
	for i, l := range leaves {
		t := res.targets[i]
		e.leaf(l, []string{t.needs(e.options.Prefix)})
		e.ref(graph.Ref{Path: l.path, To: t.to.address, Attr: t.attr, Exact: true})
	}
	return true
}

// fromSource takes needs and mentions of an attribute from the text, where that was
// evaluated and agrees that the value is unknown: it knows which index is meant, and
// what locals are.
func (e *emitter) fromSource(m member, leaves []leaf) bool {
	if e.source == nil {
		return false
	}
	unknowns := e.source.unknownAt(m.path)
	if len(unknowns) == 0 {
		return false
	}
	for _, l := range leaves {
		var needs []string
		for _, u := range unknowns {
			if u.Path.Contains(l.path) || l.path.Contains(u.Path) {
				needs = append(needs, u.Needs...)
			}
		}
		if len(needs) == 0 {
			for _, u := range unknowns {
				needs = append(needs, u.Needs...)
			}
		}
		for i, n := range needs {
			needs[i] = e.source.rename(n, e.options.Prefix)
		}
		slices.Sort(needs)
		e.leaf(l, slices.Compact(needs))
	}
	e.fromText(m.path)
	return true
}

// fromText takes the mentions at a path from the text, where that has any.
func (e *emitter) fromText(path graph.Path) bool {
	if e.source == nil {
		return false
	}
	some := false
	for _, ref := range e.source.refsAt(path) {
		if e.file.byAddress[ref.To] != nil {
			e.ref(ref)
			some = true
		}
	}
	return some
}

// refsOfKnown adds the resources by whose name a known value goes. That it is that
// name, and nothing else, is shown by their being equal.
func (e *emitter) refsOfKnown(m member, res *resolution) {
	if m.value == nil || e.fromText(m.path) {
		return
	}
	for _, t := range res.targets {
		if t.to.data {
			continue
		}
		if at, attr := where(m.path, m.value, t, 0); attr != "" {
			e.ref(graph.Ref{Path: at, To: t.to.address, Attr: attr, Exact: true})
		} else if t.identifies() {
			e.ref(graph.Ref{Path: m.path, To: t.to.address, Attr: t.attr})
		}
	}
}

// identifies reports whether others use the attribute as a name for the target.
func (t target) identifies() bool {
	switch t.attr {
	case "id", "arn", "name":
		return true
	}
	known, ok := catalog.Lookup(t.to.typ)
	return ok && slices.Contains(known.Identifiers, t.attr)
}

// where finds the value of a target's attribute inside a value.
func where(at graph.Path, v any, t target, depth int) (graph.Path, string) {
	if depth > maxDepth {
		return "", ""
	}
	switch v := v.(type) {
	case string:
		if v == "" {
			return "", ""
		}
		names := []string{"id", "arn", "name"}
		if t.attr != "" {
			names = names[:0]
			if t.identifies() {
				names = append(names, t.attr)
			}
		}
		for _, name := range names {
			if t.to.attributes[name] == v {
				return at, name
			}
		}
	case []any:
		for i, e := range v {
			if p, attr := where(at.Index(i), e, t, depth+1); attr != "" {
				return p, attr
			}
		}
	case map[string]any:
		for _, name := range sortedKeys(v) {
			if p, attr := where(at.Attr(name), v[name], t, depth+1); attr != "" {
				return p, attr
			}
		}
	}
	return "", ""
}

// prune drops what nobody wrote and that says nothing: in plans and states an absent
// block is an empty list and an absent text may be empty.
func (*emitter) prune(values map[string]any, body *block) {
	for name, v := range values {
		if body != nil && (body.attributes[name] != nil || len(body.blocks[name]) > 0) {
			continue
		}
		switch v := v.(type) {
		case string:
			if v == "" {
				delete(values, name)
			}
		case []any:
			if len(v) == 0 {
				delete(values, name)
			}
		case map[string]any:
			if len(v) == 0 {
				delete(values, name)
			}
		}
	}
}

// pruneAll is prune for a block and those in it, of which nothing is known to be written.
func (e *emitter) pruneAll(values map[string]any) {
	e.prune(values, nil)
	for _, v := range values {
		list, _ := v.([]any)
		for _, item := range list {
			if o, ok := item.(map[string]any); ok {
				e.pruneAll(o)
			}
		}
	}
}
