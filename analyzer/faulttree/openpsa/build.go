package openpsa

import (
	"fmt"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// model builds the tree, each gate when it is first used.
func (p *parser) model() (*Model, error) {
	b := builder{
		parser: p, path: map[string]bool{},
		Model: &Model{
			Name: p.name, Tree: faulttree.New(),
			Gates: map[string]faulttree.Node{}, Probability: map[faulttree.Node]float64{},
		},
	}
	if len(p.order) == 0 {
		return nil, &Error{1, 1, "there is no gate"}
	}
	for _, d := range p.order {
		if _, err := b.gate(d, 0); err != nil {
			return nil, err
		}
	}
	for _, d := range p.order {
		if !d.used {
			b.Tops = append(b.Tops, d.name)
		}
	}
	for name, v := range p.probability {
		if n, ok := b.Tree.Lookup(name); ok {
			b.Probability[n] = v
		}
	}
	return b.Model, nil
}

type builder struct {
	*Model
	parser *parser
	path   map[string]bool // gates being built
}

func (b *builder) gate(d *definition, depth int) (faulttree.Node, error) {
	if n, ok := b.Gates[d.name]; ok {
		return n, nil
	}
	if b.path[d.name] {
		return 0, &Error{d.line, 1, fmt.Sprintf("gate %q depends on itself", d.name)}
	}
	b.path[d.name] = true
	n, err := b.formula(d.body, depth)
	if err != nil {
		return 0, err
	}
	delete(b.path, d.name)
	b.Gates[d.name] = n
	return n, nil
}

func (b *builder) formula(f *formula, depth int) (faulttree.Node, error) {
	if depth > maxDepth {
		return 0, &Error{f.line, f.column, fmt.Sprintf("gates use each other more than %d levels deep", maxDepth)}
	}
	switch f.op {
	case "constant":
		if f.name == "true" {
			return faulttree.True, nil
		}
		return faulttree.False, nil
	case "gate", "basic-event", "house-event", "event":
		return b.named(f, depth)
	}
	in := make([]faulttree.Node, 0, len(f.in))
	for _, x := range f.in {
		n, err := b.formula(x, depth+1)
		if err != nil {
			return 0, err
		}
		in = append(in, n)
	}
	if err := arity(f); err != nil {
		return 0, err
	}
	return b.combine(f, in), nil
}

// arity checks the number of arguments, of which connectives of two have just two.
func arity(f *formula) error {
	least, most := 1, maxNodes
	switch f.op {
	case "not":
		most = 1
	case "iff", "imply", "xor":
		least, most = 2, 2
	}
	votes := max(f.min, f.max)
	if n := len(f.in); n > 0 && min(votes, n) > maxVotes/n {
		return &Error{f.line, f.column, fmt.Sprintf("<%s> of %d among %d arguments is more than this reader takes", f.op, votes, n)}
	}
	if n := len(f.in); n < least || n > most {
		return &Error{f.line, f.column, fmt.Sprintf("<%s> has %d arguments", f.op, n)}
	}
	return nil
}

func (b *builder) combine(f *formula, in []faulttree.Node) faulttree.Node {
	t := b.Tree
	switch f.op {
	case "and":
		return t.And(in...)
	case "or":
		return t.Or(in...)
	case "not":
		return t.Not(in[0])
	case "nand":
		return t.Not(t.And(in...))
	case "nor":
		return t.Not(t.Or(in...))
	case "xor":
		return t.Or(t.And(in[0], t.Not(in[1])), t.And(in[1], t.Not(in[0])))
	case "iff":
		return t.Or(t.And(in[0], in[1]), t.And(t.Not(in[1]), t.Not(in[0])))
	case "imply":
		return t.Or(t.Not(in[0]), in[1])
	case "atleast":
		return t.AtLeast(f.min, in...)
	case "cardinality":
		return t.And(t.AtLeast(f.min, in...), t.Not(t.AtLeast(min(f.max, len(in))+1, in...)))
	default:
		panic("openpsa: the parser let through a " + f.op)
	}
}

// named is what a name stands for; a name that is defined nowhere is a basic event,
// as in documents that leave the model data out.
func (b *builder) named(f *formula, depth int) (faulttree.Node, error) {
	if f.name == "" {
		return 0, &Error{f.line, f.column, fmt.Sprintf("<%s> has no name", f.op)}
	}
	if d := b.parser.gates[f.name]; d != nil && (f.op == "gate" || f.op == "event") {
		d.used = true
		return b.gate(d, depth+1)
	}
	if f.op == "gate" {
		return 0, &Error{f.line, f.column, fmt.Sprintf("gate %q is used and not defined", f.name)}
	}
	if value, ok := b.parser.house[f.name]; ok && f.op != "basic-event" {
		if value {
			return faulttree.True, nil
		}
		return faulttree.False, nil
	}
	if f.op == "house-event" {
		return 0, &Error{f.line, f.column, fmt.Sprintf("house event %q has no constant value", f.name)}
	}
	return b.Tree.Event(f.name), nil
}
