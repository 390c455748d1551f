package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// end is a resource that an attribute names.
type end struct {
	path graph.Path
	to   *graph.Resource
}

// opening is a part of an attribute of which it is unknown what it names.
type opening struct {
	path  graph.Path
	needs []string
	types []string          // narrower than the rule's, where known
	only  []*graph.Resource // the only ones that it could be; nil for any
}

// ends returns what the attribute of a rule names: through references, and through
// known text that equals a known identifier. A reference counts where it is the
// value or, because the value is unknown, most likely decides it.
func (c *completion) ends(r *graph.Resource, rule *EdgeRule) ([]end, []opening) {
	if !touches(r, rule.Via) {
		return nil, nil
	}
	s := search{completion: c, r: r, rule: rule}
	s.references()
	s.texts()
	for _, u := range r.Unknown {
		if related(u.Path, rule.Via) && !s.explained(u) {
			s.open = append(s.open, opening{path: u.Path, needs: u.Needs})
		}
	}
	return s.found, s.open
}

// touches reports whether something may stand at a path, or is related to what does.
func touches(r *graph.Resource, shape string) bool {
	root, _, _ := strings.Cut(shape, ".")
	return root == "*" || r.Attributes[root] != nil ||
		slices.ContainsFunc(r.Refs, func(ref graph.Ref) bool { return related(ref.Path, shape) }) ||
		slices.ContainsFunc(r.Unknown, func(u graph.Unknown) bool { return related(u.Path, shape) })
}

// search is one application of a rule to a resource.
type search struct {
	*completion
	r     *graph.Resource
	rule  *EdgeRule
	taken []graph.Ref
	seen  map[string]bool
	found []end
	open  []opening
	// alternatives are the resources of which the value at a path can be one, sorted;
	// elements counts the paths that are alike.
	alternatives map[graph.Path][]string
	elements     map[string]int
}

func (s *search) add(path graph.Path, to *graph.Resource) {
	if to.ID == s.r.ID || s.seen[to.ID] {
		return
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[to.ID] = true
	s.found = append(s.found, end{path, to})
}

func (s *search) references() {
	for _, ref := range s.r.Refs {
		if !related(ref.Path, s.rule.Via) {
			continue
		}
		to := s.get(ref.To)
		if to == nil || ref.Maybe || !accepts(s.rule.To, to.Type) {
			continue
		}
		if ref.Exact || s.rule.Loose || len(unknownAt(s.r, ref.Path)) > 0 && !s.choice(ref) {
			s.taken = append(s.taken, ref)
			s.add(ref.Path, to)
		}
	}
}

// choice reports whether a value is one of several resources, and it is unknown which:
// condition ? a.id : b.id. Of a list, all may be in it.
func (s *search) choice(ref graph.Ref) bool {
	if ref.Exact || s.rule.Loose || s.several(ref.Path) {
		return false
	}
	s.weigh()
	all := s.alternatives[ref.Path]
	// As many elements of a list that can each be the same resources as there are of
	// these, as element(ids, count.index) gives them: all are in it.
	return len(all) > 1 && s.elements[alike(ref.Path, all)] < len(all)
}

// weigh collects of which resources the value at each path can be one.
func (s *search) weigh() {
	if s.alternatives != nil {
		return
	}
	s.alternatives, s.elements = map[graph.Path][]string{}, map[string]int{}
	for _, ref := range s.r.Refs {
		if to := s.get(ref.To); to != nil && accepts(s.rule.To, to.Type) {
			s.alternatives[ref.Path] = append(s.alternatives[ref.Path], to.ID)
		}
	}
	for path, ids := range s.alternatives {
		slices.Sort(ids)
		ids = slices.Compact(ids)
		s.alternatives[path] = ids
		s.elements[alike(path, ids)]++
	}
}

// alike is what elements of one list with the same alternatives have in common.
func alike(path graph.Path, all []string) string {
	list := string(path)
	if strings.HasSuffix(list, "]") {
		list = list[:strings.LastIndexByte(list, '[')]
	}
	return list + "\x00" + strings.Join(all, "\x00")
}

func (c *completion) typeOf(id string) string {
	if r := c.get(id); r != nil {
		return r.Type
	}
	return ""
}

// several reports whether the value at a path holds more than one name.
func (s *search) several(path graph.Path) bool {
	if strings.HasSuffix(string(path), "]") {
		return false
	}
	t := lookup(s.r.Type)
	if t == nil {
		return true
	}
	a, ok := t.Attribute(path.Shape())
	return ok && (a.Kind == List || a.Kind == Blocks || a.Kind == Any)
}

func (s *search) texts() {
	for _, t := range texts(s.r.Attributes, s.rule.Via) {
		if slices.ContainsFunc(s.taken, func(ref graph.Ref) bool { return t.path.Contains(ref.Path) }) {
			continue
		}
		for _, name := range extract(s.rule.Extract, t.value) {
			named, possible := s.named(s.r, s.rule.To, name)
			for _, to := range named {
				s.add(t.path, to)
			}
			if len(named) == 0 && len(possible) > 0 {
				s.open = append(s.open, unsure(t.path, possible))
			}
		}
	}
}

func accepts(types []string, typ string) bool {
	return len(types) == 0 || slices.Contains(types, typ)
}

func extract(name, value string) []string {
	if name == "" {
		return []string{value}
	}
	f, ok := extractor(name)
	if !ok {
		panic("catalog: extractor " + name)
	}
	return f(value)
}

// explained reports whether the references say all of what an unknown value is.
func (s *search) explained(u graph.Unknown) bool {
	if s.rule.Loose && slices.ContainsFunc(s.taken, func(ref graph.Ref) bool { return overlap(u.Path, ref.Path) }) {
		return true // a text around the name; what else is in it names nothing
	}
	var mentions []graph.Ref
	for _, ref := range s.r.Refs {
		if !overlap(u.Path, ref.Path) {
			continue
		}
		if s.choice(ref) && accepts(s.rule.To, s.typeOf(ref.To)) {
			return false
		}
		if ref.Exact && ref.Path.Contains(u.Path) && s.identifies(ref) {
			return true
		}
		mentions = append(mentions, ref)
	}
	if len(mentions) == 0 {
		return false
	}
	for _, need := range u.Needs {
		if !slices.ContainsFunc(mentions, func(ref graph.Ref) bool { return s.meant(need, ref) }) {
			return false
		}
	}
	return true
}

// meant reports whether a need is the resource of a reference, and that tells what it is.
func (s *search) meant(need string, ref graph.Ref) bool {
	return strings.Contains(need, s.address(ref.To)) && (slices.Contains(s.taken, ref) || s.identifies(ref))
}

// address is the last part of a resource's address, without its key: what an
// expression inside its module calls it, or its logical ID in a template.
func (s *search) address(id string) string {
	if r := s.get(id); r != nil && r.Source != graph.Terraform {
		return logicalID(id)
	}
	if i := strings.LastIndexByte(id, '['); i > 0 && strings.HasSuffix(id, "]") {
		id = id[:i]
	}
	parts := strings.Split(id, ".")
	return strings.Join(parts[max(0, len(parts)-2):], ".")
}

// identifies reports whether a reference is to an attribute by which a cloud resource
// is named: then the value is that resource and no other. The text that a random_id
// or a parameter holds may name anything.
func (c *completion) identifies(ref graph.Ref) bool {
	to := c.get(ref.To)
	if to == nil {
		return false
	}
	if lookup(to.Type) != nil {
		return true
	}
	if to.Data || !providerType(to.Type) {
		return false
	}
	for _, suffix := range []string{"id", "arn", "name"} {
		if ref.Attr == suffix || strings.HasSuffix(ref.Attr, "_"+suffix) {
			return true
		}
	}
	return ref.Attr == ""
}

// providerType reports whether a type is one of a cloud's own resources. What a
// custom resource or a nested stack returns may be anything.
func providerType(typ string) bool {
	return strings.HasPrefix(typ, "aws_") || strings.HasPrefix(typ, "azurerm_") ||
		strings.HasPrefix(typ, "AWS::") && !strings.HasPrefix(typ, "AWS::CloudFormation::")
}

// unsure is the opening of a known name that belongs to no resource whose name is
// known, while others have an unknown one.
func unsure(path graph.Path, candidates []unnamed) opening {
	o := opening{path: path}
	for _, u := range candidates {
		o.needs = append(o.needs, u.needs...)
		o.only = append(o.only, u.resource)
		if !slices.Contains(o.types, u.resource.Type) {
			o.types = append(o.types, u.resource.Type)
		}
	}
	slices.Sort(o.needs)
	o.needs = slices.Compact(o.needs)
	return o
}
