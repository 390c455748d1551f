package drift

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// attributes compares what the catalog says matters of a type.
func (c *comparison) attributes(p Pair) {
	t, ok := catalog.Lookup(p.Code.Type)
	if !ok {
		return
	}
	scaled := len(c.code.Graph.Targets(p.Code.ID, graph.ScaledBy))+len(c.live.Graph.Targets(p.Live.ID, graph.ScaledBy)) > 0
	c.walk(&walk{Pair: p, scaled: scaled}, t.Attributes, "", "")
}

// walk is the comparison of one pair.
type walk struct {
	Pair
	scaled bool
}

// walk goes through attributes below two paths of the same shape.
func (c *comparison) walk(w *walk, all []catalog.Attribute, code, live graph.Path) {
	for i := range all {
		a := &all[i]
		inCode, running := code.Attr(a.Name), live.Attr(a.Name)
		if a.Drift.Weaker != "" && !(a.Drift.Unless == catalog.Scaled && w.scaled) {
			c.value(w, a, inCode, running)
		}
		if a.Kind != catalog.Blocks || !matters(a.Attributes) {
			continue
		}
		for _, m := range elements(w, inCode, running) {
			c.walk(w, a.Attributes, inCode.Index(m[0]), running.Index(m[1]))
		}
	}
}

// matters reports whether anything inside is compared.
func matters(all []catalog.Attribute) bool {
	return slices.ContainsFunc(all, func(a catalog.Attribute) bool { return a.Drift.Weaker != "" || matters(a.Attributes) })
}

// elements pairs the blocks of two lists: the only one of each, or those of one name.
func elements(w *walk, code, live graph.Path) (pairs [][2]int) {
	a, _ := w.Code.Attribute(code).([]any)
	b, _ := w.Live.Attribute(live).([]any)
	if len(a) == 1 && len(b) == 1 {
		return [][2]int{{0, 0}}
	}
	for _, key := range []string{"rule_name", "name", "id", "region_name", "region"} {
		at := named(b, key)
		if named(a, key) == nil || at == nil {
			continue
		}
		for name, i := range named(a, key) {
			if j, ok := at[name]; ok {
				pairs = append(pairs, [2]int{i, j})
			}
		}
		slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
		return pairs
	}
	return nil
}

// named indexes blocks by an attribute that all have and that differs in all; nil otherwise.
func named(list []any, key string) map[string]int {
	at := map[string]int{}
	for i, e := range list {
		block, _ := e.(map[string]any)
		name, ok := block[key].(string)
		if _, twice := at[name]; !ok || twice {
			return nil
		}
		at[name] = i
	}
	if len(at) == 0 {
		return nil
	}
	return at
}

// value compares one attribute.
func (c *comparison) value(w *walk, a *catalog.Attribute, code, live graph.Path) {
	if a.Drift.Weaker == catalog.Fewer || a.Drift.Weaker == catalog.More {
		c.elements(w, a, code, live)
		return
	}
	if needs := unknown(w.Code, code); needs != nil {
		c.unknown(w, code, false, needs)
		return
	}
	inCode := w.Code.Attribute(code)
	if inCode == nil {
		return // the code leaves it to the service
	}
	if needs := unknown(w.Live, live); needs != nil {
		c.unknown(w, code, true, needs)
		return
	}
	running := w.Live.Attribute(live)
	if running == nil {
		c.unknown(w, code, true, []string{"the snapshot does not have it"})
		return
	}
	c.out.Compared++
	if direction, differs := compare(&a.Drift, inCode, running); differs {
		c.out.Differences = append(c.out.Differences, Difference{Pair: w.Pair, Path: code, Direction: direction, InCode: inCode, Running: running})
	}
}

// elements compares how many there are of something.
func (c *comparison) elements(w *walk, a *catalog.Attribute, code, live graph.Path) {
	inCode, needs := count(w.Code, a.Name, code)
	if needs != nil {
		c.unknown(w, code, false, needs)
		return
	}
	if inCode == 0 && a.Drift.Weaker == catalog.Fewer {
		return // the code asks for none
	}
	running, needs := count(w.Live, a.Name, live)
	if needs != nil {
		c.unknown(w, code, true, needs)
		return
	}
	c.out.Compared++
	if inCode == running {
		return
	}
	direction := Stronger
	if (running < inCode) == (a.Drift.Weaker == catalog.Fewer) {
		direction = Weaker
	}
	c.out.Differences = append(c.out.Differences, Difference{
		Pair: w.Pair, Path: code, Direction: direction, InCode: float64(inCode), Running: float64(running), Counted: true,
	})
}

// count is the number of elements at a path; of a text or a map, 1 if it is there. Unknown elements
// that refer to different resources are so many.
func count(r *graph.Resource, name string, path graph.Path) (n int, needs []string) {
	refs, exact := mentions(r, path)
	list, isList := r.Attribute(path).([]any)
	single := r.Attribute(path) != nil && !isList || exact[path]
	for _, u := range r.UnknownAt(path) {
		switch {
		case isList && path.Contains(u.Path) && u.Path != path && !slices.Contains(r.Unordered, name):
			// The number of elements is known, whatever this one is.
		case isList && exact[u.Path] && len(refs) == len(list):
			// So is that of a set whose elements are different resources.
		case single && (u.Path == path || path.Contains(u.Path)):
			// A text or document of which a part is unknown is there.
		default:
			return 0, orUnknown(u.Needs)
		}
	}
	switch {
	case isList:
		return len(list), nil
	case single:
		return 1, nil
	default:
		return 0, nil
	}
}

// mentions are the resources that a value refers to, and the paths that are one of them.
func mentions(r *graph.Resource, path graph.Path) (refs map[string]bool, exact map[graph.Path]bool) {
	refs, exact = map[string]bool{}, map[graph.Path]bool{}
	for _, ref := range r.Refs {
		if ref.Exact && path.Contains(ref.Path) {
			refs[ref.To] = true
			exact[ref.Path] = true
		}
	}
	return refs, exact
}

// unknown returns what a value waits for; nil where it is known for certain.
func unknown(r *graph.Resource, path graph.Path) []string {
	if found := r.UnknownAt(path); len(found) > 0 {
		return orUnknown(found[0].Needs)
	}
	for _, u := range r.Assumed {
		if path.Contains(u.Path) || u.Path.Contains(path) {
			return orUnknown(u.Needs)
		}
	}
	return nil
}

func orUnknown(needs []string) []string {
	if len(needs) == 0 {
		return []string{"something unknown"}
	}
	return needs
}

func (c *comparison) unknown(w *walk, path graph.Path, live bool, needs []string) {
	c.out.Unknown = append(c.out.Unknown, Unknown{Pair: w.Pair, Path: path, Live: live, Needs: needs})
}

// compare says whether two values differ, and how.
func compare(d *catalog.Drift, code, live any) (Direction, bool) {
	if a, b := fmt.Sprint(code), fmt.Sprint(live); a == b || strings.EqualFold(a, b) && d.Weaker != catalog.Different {
		return "", false
	}
	switch d.Weaker {
	case catalog.Lower, catalog.Higher:
		a, okA := number(code)
		b, okB := number(live)
		switch {
		case !okA || !okB:
			return Different, true
		case a == b:
			return "", false
		case (b < a) == (d.Weaker == catalog.Lower):
			return Weaker, true
		}
		return Stronger, true
	case catalog.Off, catalog.On:
		if strings.EqualFold(fmt.Sprint(live), string(d.Weaker)) {
			return Weaker, true
		}
		return Stronger, true
	case catalog.Earlier:
		at := func(v any) int {
			return slices.IndexFunc(d.Order, func(s string) bool { return strings.EqualFold(s, fmt.Sprint(v)) })
		}
		a, b := at(code), at(live)
		switch {
		case a < 0 || b < 0:
			return Different, true
		case b < a:
			return Weaker, true
		}
		return Stronger, true
	case catalog.Different:
		a, okA := number(code)
		b, okB := number(live)
		if okA && okB && a == b {
			return "", false
		}
		return Different, true
	case catalog.Fewer, catalog.More:
	}
	panic("drift: direction " + string(d.Weaker))
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil
	}
	return 0, false
}

// zones compares in how many zones a resource is. Which ones is not for the code to say.
func (c *comparison) zones(p Pair) {
	if !p.Code.ZonesKnown || len(p.Code.Zones) == 0 {
		return
	}
	const path = "zones"
	if !p.Live.ZonesKnown || len(p.Live.Zones) == 0 {
		c.out.Unknown = append(c.out.Unknown, Unknown{Pair: p, Path: path, Live: true, Needs: []string{"the zones that it occupies"}})
		return
	}
	c.out.Compared++
	a, b := len(p.Code.Zones), len(p.Live.Zones)
	if a == b {
		return
	}
	direction := Stronger
	if b < a {
		direction = Weaker
	}
	c.out.Differences = append(c.out.Differences, Difference{
		Pair: p, Path: path, Direction: direction, InCode: float64(a), Running: float64(b), Counted: true,
	})
}

// relations finds protection that the code has and what runs has none of: its last
// alarm, backup plan, copy or scaling policy. Of fewer, the resources themselves are missing.
func (c *comparison) relations(p Pair) {
	for _, kind := range []graph.EdgeKind{graph.BackedUpBy, graph.ReplicatesTo, graph.ScaledBy, graph.WatchedBy} {
		inCode := c.code.Graph.Targets(p.Code.ID, kind)
		if len(inCode) == 0 || len(c.live.Graph.Targets(p.Live.ID, kind)) > 0 {
			continue
		}
		needs := c.live.Graph.Missing(p.Live.Group)
		for _, o := range c.live.Graph.Open(kind, p.Live.Type) {
			needs = append(slices.Clip(needs), o.Needs...)
		}
		for _, r := range inCode {
			for _, o := range c.live.Graph.Open(kind, r.Type) {
				if o.Holder == p.Live.ID {
					needs = append(slices.Clip(needs), o.Needs...)
				}
			}
			if !c.looked(r, p.Live.Scope) {
				needs = append(slices.Clip(needs), "resources of type "+r.Type+", which the snapshot did not look for")
			}
		}
		if len(needs) > 0 {
			slices.Sort(needs)
			c.out.Unknown = append(c.out.Unknown, Unknown{Pair: p, Path: graph.Path(kind), Live: true, Needs: slices.Compact(needs)})
			continue
		}
		c.out.Compared++
		c.out.Differences = append(c.out.Differences, Difference{
			Pair: p, Path: graph.Path(kind), Direction: Weaker, InCode: float64(len(inCode)), Running: 0.0, Counted: true,
		})
	}
}
