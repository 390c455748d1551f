package cloudformation

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// locator finds where a resource's values were decided, by evaluating it once more:
// findings are few, resources are many.
type locator struct {
	s *stack
	l *logical
}

// maxTrace bounds how far a value is followed.
const maxTrace = 40

// Locate implements graph.Locator.
func (l *locator) Locate(path graph.Path) graph.Trace {
	run := l.s.run
	run.mu.Lock()
	defer run.mu.Unlock()
	l.s.values, l.s.texts = 0, 0
	var out graph.Trace
	step := func(at *graph.Location, note string) {
		if at == nil || slices.ContainsFunc(out.Steps, func(s graph.Step) bool { return s.Location.Line == at.Line && s.Location.File == at.File }) {
			return // one line says it once
		}
		out.Steps = append(out.Steps, graph.Step{Location: *at, Note: note})
	}
	key, v := l.written(path)
	if v == nil {
		step(l.s.place(l.l), "")
	} else {
		t := v.trail
		if key != nil {
			step(t.location(key), "")
			t = t.next
		}
		for ; t != nil && len(out.Steps) < maxTrace; t = t.next {
			step(t.location(t.node), t.note)
		}
	}
	if len(out.Steps) == 0 {
		step(l.s.place(l.l), "")
	}
	out.Decides = len(out.Steps) - 1
	if s := l.s; s.assembled != nil {
		out.Steps = append(out.Steps, s.run.frameSteps(s.constructOf(l.l))...)
	}
	for s := l.s; s.parent != nil; s = s.parent {
		out.Calls = append(out.Calls, *s.parent.place(s.call))
	}
	return out
}

func (t *trail) location(from *yaml.Node) *graph.Location {
	if t.file == nil || t.node == nil {
		return nil
	}
	if from.Style&yaml.TaggedStyle != 0 {
		from = t.node // a transform made the name, but not the value
	}
	return t.file.location(from, t.node)
}

// written finds the value at a path, or the innermost one on the way to it, with its key.
func (l *locator) written(path graph.Path) (*yaml.Node, *value) {
	at := l.l.attributes()
	var key *yaml.Node
	var found *value
	for _, step := range path.Steps() {
		var next *value
		for _, m := range at.members {
			if m.name == step {
				key, next = m.key, m.val
			}
		}
		if at.kind == kindList {
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(at.items) {
				key, next = at.items[i].written(), at.items[i]
			}
		}
		if next == nil {
			break
		}
		at, found = next, next
	}
	return key, found
}

// written is the node that holds the value.
func (v *value) written() *yaml.Node {
	if v.trail == nil {
		return nil
	}
	return v.trail.node
}
