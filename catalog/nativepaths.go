package catalog

import (
	"slices"
	"strconv"

	"github.com/faultline-dev/faultline/graph"
)

// paths moves unknowns, references and secrets.
func (t *translator) paths() {
	t.out.Unknown, t.out.Assumed = t.unknowns(t.from.Unknown), t.unknowns(t.from.Assumed)
	t.out.Refs, t.out.Sensitive = nil, nil
	for _, ref := range t.from.Refs {
		for _, p := range t.canonical(ref.Path) {
			ref.Path = p
			t.out.Refs = append(t.out.Refs, ref)
		}
	}
	for _, secret := range t.from.Sensitive {
		t.out.Sensitive = append(t.out.Sensitive, t.canonical(secret)...)
	}
}

func (t *translator) unknowns(all []graph.Unknown) (moved []graph.Unknown) {
	for _, u := range all {
		places := t.canonical(u.Path)
		for _, p := range places {
			// Of several places one may have got its value from elsewhere.
			if len(places) > 1 && t.out.Attribute(p) != nil {
				continue
			}
			moved = append(moved, graph.Unknown{Path: p, Needs: u.Needs})
			t.moved(u.Path, p)
		}
	}
	return moved
}

// canonical is where the value at a native path goes: nowhere when it belongs to
// another part of the resource, to several places when the path is that of an object
// whose properties go to several.
func (t *translator) canonical(path graph.Path) []graph.Path {
	inside := path
	if t.base != "" {
		var ok bool
		if inside, ok = below(path, t.base); !ok {
			steps := path.Steps()
			if property(t.mapping.Outer, steps[0]) == nil {
				return nil
			}
			return t.follow(t.mapping.Outer, steps, "", "")
		}
	}
	if inside == "" {
		if p := property(t.mapping.Properties, t.mapping.Each); p != nil {
			return []graph.Path{p.To} // an element that is a name
		}
		return []graph.Path{""} // all of it
	}
	steps := inside.Steps()
	if len(steps) == 0 {
		return nil
	}
	switch {
	case steps[0] == t.mapping.Tags:
		return []graph.Path{t.tag(steps)}
	case steps[0] == "DependsOn":
		return []graph.Path{"depends_on"}
	case t.base == "" && slices.Contains(t.apart, steps[0]):
		return nil
	}
	return t.follow(t.mapping.Properties, steps, t.base, "")
}

// follow walks the steps of a native path below the properties of one object.
func (t *translator) follow(all []Property, steps []string, from, to graph.Path) []graph.Path {
	p := property(all, steps[0])
	from, rest := from.Attr(steps[0]), steps[1:]
	if p == nil {
		return []graph.Path{extend(to.Attr(steps[0]), rest)}
	}
	if p.Key != "" {
		return t.pair(p, rest, from, to)
	}
	if p.To == "" {
		return t.through(p, rest, from, to)
	}
	to = join(to, p.To)
	if len(rest) == 0 || p.Text || len(p.Values) > 0 {
		return []graph.Path{to}
	}
	if i, err := strconv.Atoi(rest[0]); err == nil {
		from, to, rest = from.Index(i), to.Index(i), rest[1:]
	} else if p.Blocks {
		to = to.Index(0)
	}
	switch {
	case len(rest) == 0 || p.Element != "":
		return []graph.Path{to}
	case len(p.Properties) == 0:
		return []graph.Path{extend(to, rest)}
	default:
		return t.follow(p.Properties, rest, from, to)
	}
}

// through follows a path into a property that has no place of its own.
func (t *translator) through(p *Property, rest []string, from, to graph.Path) []graph.Path {
	if len(rest) == 0 {
		return destinations(p.Properties, to)
	}
	if i, err := strconv.Atoi(rest[0]); err == nil {
		if i > 0 { // only the first of a list counts
			return []graph.Path{extend(from, rest)}
		}
		from, rest = from.Index(i), rest[1:]
	}
	if len(rest) == 0 {
		return destinations(p.Properties, to)
	}
	return t.follow(p.Properties, rest, from, to)
}

// pair follows a path into a list of pairs. Where the key is unknown the value may be
// that of any key.
func (t *translator) pair(p *Property, rest []string, from, to graph.Path) []graph.Path {
	key := ""
	if len(rest) > 0 {
		if i, err := strconv.Atoi(rest[0]); err == nil {
			key, _ = t.from.Attribute(from.Index(i).Attr(p.Key)).(string)
		}
	}
	switch {
	case p.To != "" && key == "":
		return []graph.Path{join(to, p.To)}
	case p.To != "":
		return []graph.Path{join(to, p.To).Attr(key)}
	case key == "":
		return destinations(p.Properties, to)
	}
	if inner := property(p.Properties, key); inner != nil {
		return []graph.Path{join(to, inner.To)}
	}
	return []graph.Path{extend(from, rest)}
}

// tag is the path of a tag's value, "tags.NAME", or of all tags.
func (t *translator) tag(steps []string) graph.Path {
	if len(steps) < 2 {
		return "tags"
	}
	i, err := strconv.Atoi(steps[1])
	if err != nil {
		return graph.Path("tags").Attr(steps[1])
	}
	key, _ := t.from.Attribute(t.base.Attr(t.mapping.Tags).Index(i).Attr("Key")).(string)
	if key == "" {
		return "tags"
	}
	return graph.Path("tags").Attr(key)
}

// destinations lists where properties go.
func destinations(all []Property, to graph.Path) (paths []graph.Path) {
	for i := range all {
		if all[i].To != "" {
			paths = append(paths, join(to, all[i].To))
		} else {
			paths = append(paths, destinations(all[i].Properties, to)...)
		}
	}
	return paths
}

func extend(path graph.Path, steps []string) graph.Path {
	for _, s := range steps {
		if i, err := strconv.Atoi(s); err == nil {
			path = path.Index(i)
		} else {
			path = path.Attr(s)
		}
	}
	return path
}
