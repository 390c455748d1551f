package openpsa

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// ErrCycle is returned for gates that depend on each other, which the format cannot
// express.
var ErrCycle = errors.New("gates that depend on each other cannot be written as Open-PSA")

// Write writes what is below top as one fault tree, whose top gate is named "top".
// Events keep their names where the format allows that; others are numbered, with
// their name as the label. Events have the probability that p gives; with a nil p they
// have none. The same tree gives the same bytes.
func Write(w io.Writer, name string, t *faulttree.Tree, top faulttree.Node, p func(event faulttree.Node) float64) error {
	x := writer{tree: t, out: bufio.NewWriter(w), names: map[faulttree.Node]string{}, used: map[string]bool{"top": true}}
	if err := x.collect(top); err != nil {
		return err
	}
	x.document(name, top, p)
	if err := x.out.Flush(); err != nil {
		return fmt.Errorf("writing Open-PSA XML: %w", err)
	}
	return nil
}

type writer struct {
	tree   *faulttree.Tree
	out    *bufio.Writer
	gates  []faulttree.Node // inputs first
	events []faulttree.Node
	names  map[faulttree.Node]string
	used   map[string]bool
}

// collect lists what is below top, depth first, and names it.
func (x *writer) collect(top faulttree.Node) error {
	const open, done = 1, 2
	state := map[faulttree.Node]int{}
	stack := []faulttree.Node{top}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		if state[n] != 0 {
			stack = stack[:len(stack)-1]
			if state[n] == open && len(x.tree.Inputs(n)) > 0 {
				x.gates = append(x.gates, n)
			}
			state[n] = done
			continue
		}
		state[n] = open
		if x.tree.Kind(n) == faulttree.KindEvent {
			x.events = append(x.events, n)
		}
		below := x.tree.Inputs(n)
		if x.tree.Kind(n) == faulttree.KindComplement {
			below = []faulttree.Node{x.tree.Complemented(n)}
		}
		for _, in := range below {
			switch state[in] {
			case 0:
				stack = append(stack, in)
			case open: // What is open leads here.
				return ErrCycle
			}
		}
	}
	x.name(top)
	return nil
}

func (x *writer) name(top faulttree.Node) {
	portable := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	slices.Sort(x.events)
	for _, n := range x.events {
		if id := x.tree.ID(n); portable.MatchString(id) && !x.used[id] {
			x.names[n] = id
			x.used[id] = true
		}
	}
	number := 0
	unused := func(prefix string) string {
		for {
			number++
			if name := prefix + strconv.Itoa(number); !x.used[name] {
				x.used[name] = true
				return name
			}
		}
	}
	for _, n := range x.events {
		if x.names[n] == "" {
			x.names[n] = unused("event_")
		}
	}
	number = 0
	for _, n := range x.gates {
		if n == top {
			x.names[n] = "top"
		} else {
			x.names[n] = unused("gate_")
		}
	}
}

func (x *writer) document(name string, top faulttree.Node, p func(faulttree.Node) float64) {
	x.printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n")
	x.printf("  <define-fault-tree name=\"tree\">\n    <label>%s</label>\n", escaped(name))
	for _, n := range slices.Backward(x.gates) {
		x.gate(x.names[n], n)
	}
	if x.names[top] != "top" { // An event or a constant.
		x.printf("    <define-gate name=\"top\">%s</define-gate>\n", x.reference(top))
	}
	x.printf("  </define-fault-tree>\n  <model-data>\n")
	for _, n := range x.events {
		x.printf("    <define-basic-event name=\"%s\">\n", x.names[n])
		if id := x.tree.ID(n); id != x.names[n] {
			x.printf("      <label>%s</label>\n", escaped(id))
		}
		if p != nil {
			x.printf("      <float value=\"%s\"/>\n", strconv.FormatFloat(p(n), 'g', -1, 64))
		}
		x.printf("    </define-basic-event>\n")
	}
	x.printf("  </model-data>\n</opsa-mef>\n")
}

func (x *writer) gate(name string, n faulttree.Node) {
	in := x.tree.Inputs(n)
	if x.tree.Kind(n) == faulttree.KindGate {
		x.printf("    <define-gate name=\"%s\">%s</define-gate>\n", name, x.reference(in[0]))
		return
	}
	start, end := "or", "or"
	switch x.tree.Kind(n) {
	case faulttree.KindAnd:
		start, end = "and", "and"
	case faulttree.KindAtLeast:
		start, end = fmt.Sprintf("atleast min=\"%d\"", x.tree.Votes(n)), "atleast"
	case faulttree.KindOr, faulttree.KindGate, faulttree.KindConstant, faulttree.KindEvent, faulttree.KindComplement:
	}
	x.printf("    <define-gate name=\"%s\">\n      <%s>\n", name, start)
	for _, n := range in {
		x.printf("        %s\n", x.reference(n))
	}
	x.printf("      </%s>\n    </define-gate>\n", end)
}

func (x *writer) reference(n faulttree.Node) string {
	switch x.tree.Kind(n) {
	case faulttree.KindConstant:
		return fmt.Sprintf("<constant value=\"%t\"/>", n == faulttree.True)
	case faulttree.KindEvent:
		return `<basic-event name="` + x.names[n] + `"/>`
	case faulttree.KindComplement:
		return fmt.Sprintf("<not>%s</not>", x.reference(x.tree.Complemented(n)))
	case faulttree.KindAnd, faulttree.KindOr, faulttree.KindAtLeast, faulttree.KindGate:
		return `<gate name="` + x.names[n] + `"/>`
	default:
		panic(fmt.Sprintf("openpsa: unknown kind %d", x.tree.Kind(n)))
	}
}

// printf writes to a buffer, whose error stays until it is flushed.
func (x *writer) printf(format string, args ...any) { fmt.Fprintf(x.out, format, args...) }

func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // A buffer takes everything.
	}
	return b.String()
}
