package plan

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Sources are the resources of one root as evaluated from its text. They give a plan's
// resources their lines, and what unknown values wait for; they enter no graph themselves.
type Sources struct {
	prefix    string
	byAddress map[string]*sourced
	byBlock   map[string][]*sourced
}

// sourced is one resource of the text.
type sourced struct {
	of       *Sources
	resource *graph.Resource
	locator  graph.Locator
}

// NewSources takes the resources of a group out of what package terraform parsed.
func NewSources(b *graph.Builder, group string) *Sources {
	s := &Sources{byAddress: map[string]*sourced{}, byBlock: map[string][]*sourced{}}
	for _, r := range b.Resources {
		if r.Group != group {
			continue
		}
		if len(s.byAddress) == 0 {
			s.prefix = rootPrefix(r.ID, group)
		}
		of := &sourced{of: s, resource: r, locator: b.Locator(r.ID)}
		address := strings.TrimPrefix(r.ID, s.prefix)
		s.byAddress[address] = of
		block := withoutKeys(address)
		s.byBlock[block] = append(s.byBlock[block], of)
	}
	return s
}

// rootPrefix is what stands before the addresses of a root that is one of several.
func rootPrefix(id, group string) string {
	for _, prefix := range []string{group + "/", "./"} {
		if strings.HasPrefix(id, prefix) {
			return prefix
		}
	}
	return ""
}

// Match says how well a file fits to sources: how many resource blocks of the file
// they have, of how many in all, and how many of the values written in them agree.
func (f *File) Match(s *Sources) (blocks, of, values int) {
	seen := map[string]bool{}
	for _, r := range f.records {
		block := withoutKeys(r.address)
		if r.data || seen[block] {
			continue
		}
		seen[block] = true
		of++
		if len(s.byBlock[block]) == 0 {
			continue
		}
		blocks++
		if hit := s.byAddress[r.address]; hit != nil {
			for name, v := range hit.resource.Attributes {
				if v != nil && reflect.DeepEqual(v, r.attributes[name]) {
					values++
				}
			}
		}
	}
	return blocks, of, values
}

// find returns the resource of the text with exactly that address.
func (s *Sources) find(address string) *sourced {
	if s == nil {
		return nil
	}
	return s.byAddress[address]
}

// locate gives a resource the place of its block, and finds the rest lazily. Where the
// text has no instance of that address, its block under another key has the lines.
func (s *Sources) locate(address string, out *graph.Resource) graph.Locator {
	if s == nil {
		return nil
	}
	hit := s.byAddress[address]
	if hit == nil {
		hit = s.nearest(address)
	}
	if hit == nil || hit.resource.Location == nil {
		return nil
	}
	out.Location = hit.resource.Location
	if hit.locator == nil {
		return nil
	}
	return &locator{source: hit, planned: out}
}

// nearest is an instance of the same block, of the same module instance if there is one.
func (s *Sources) nearest(address string) *sourced {
	list := s.byBlock[withoutKeys(address)]
	module := moduleOf(address)
	for _, hit := range list {
		if moduleOf(strings.TrimPrefix(hit.resource.ID, s.prefix)) == module {
			return hit
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

// waits reports whether the text says that a value is unknown.
func (s *sourced) waits(path graph.Path) bool { return s != nil && len(s.unknownAt(path)) > 0 }

// unset reports whether the text says that what was written is null.
func (s *sourced) unset(path graph.Path) bool {
	if s == nil || len(s.unknownAt(path)) > 0 || strings.ContainsAny(string(path), ".[") {
		return false
	}
	v, written := s.resource.Attributes[string(path)]
	return written && v == nil
}

func (s *sourced) unknownAt(path graph.Path) []graph.Unknown { return s.resource.UnknownAt(path) }

// refsAt returns the mentions at and inside a path, with addresses for IDs.
func (s *sourced) refsAt(path graph.Path) []graph.Ref {
	var out []graph.Ref
	for _, ref := range s.resource.Refs {
		if path.Contains(ref.Path) || ref.Path.Contains(path) {
			ref.To = strings.TrimPrefix(ref.To, s.of.prefix)
			out = append(out, ref)
		}
	}
	return out
}

// rename brings a need from the IDs of the text to those of the plan.
func (s *sourced) rename(need, prefix string) string {
	if s.of.prefix == "" || !strings.HasPrefix(need, s.of.prefix) {
		if _, ok := s.of.byAddress[need]; ok {
			return prefix + need
		}
		return need
	}
	return prefix + strings.TrimPrefix(need, s.of.prefix)
}

// locator finds the text of a planned resource's values.
type locator struct {
	source  *sourced
	planned *graph.Resource
}

// Locate implements graph.Locator.
func (l *locator) Locate(path graph.Path) graph.Trace {
	return l.source.locator.Locate(l.written(path))
}

// written translates the position of a block: a plan has the elements of a set in an
// order of its own.
func (l *locator) written(path graph.Path) graph.Path {
	steps := path.Steps()
	if len(steps) < 2 {
		return path
	}
	i, err := strconv.Atoi(steps[1])
	if err != nil {
		return path
	}
	planned, _ := l.planned.Attributes[steps[0]].([]any)
	written, _ := l.source.resource.Attributes[steps[0]].([]any)
	if i >= len(planned) || len(written) < 2 {
		return path
	}
	best, most := i, -1
	for j, w := range written {
		n := agreeing(planned[i], w)
		if n > most || n == most && j == i {
			best, most = j, n
		}
	}
	root := graph.Path("").Attr(steps[0])
	rest, ok := strings.CutPrefix(string(path), string(root.Index(i)))
	if !ok {
		return path
	}
	return root.Index(best) + graph.Path(rest)
}

// agreeing counts the written members of an object that the planned one has as well.
func agreeing(planned, written any) int {
	p, ok := planned.(map[string]any)
	w, also := written.(map[string]any)
	if !ok || !also {
		if reflect.DeepEqual(planned, written) {
			return 1
		}
		return 0
	}
	n := 0
	for name, v := range w {
		if v != nil && reflect.DeepEqual(v, p[name]) {
			n++
		}
	}
	return n
}

// Groups returns the groups of a builder's resources, sorted.
func Groups(b *graph.Builder) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range b.Resources {
		if !seen[r.Group] {
			seen[r.Group] = true
			out = append(out, r.Group)
		}
	}
	slices.Sort(out)
	return out
}
