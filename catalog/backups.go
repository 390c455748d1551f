package catalog

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// tagIndex finds resources that a backup selection can cover.
type tagIndex struct {
	built   bool
	all     []*graph.Resource
	byTag   map[string][]*graph.Resource
	unknown []*graph.Resource
	// unread stand for those of an account that could not be listed.
	unread []*graph.Resource
	// elsewhere are those that a selection of another root may cover; one doubt is enough.
	elsewhere map[string]bool
}

func (c *completion) covered() *tagIndex {
	x := &c.tagged
	if x.built {
		return x
	}
	*x = tagIndex{built: true, byTag: map[string][]*graph.Resource{}, elsewhere: map[string]bool{}}
	for _, r := range c.resources {
		t := lookup(r.Type)
		if t == nil || !t.Backup || r.Data && r.Source != graph.Live {
			continue
		}
		if r.Data {
			x.unread = append(x.unread, r)
			continue
		}
		x.all = append(x.all, r)
		for k, v := range r.Tags {
			x.byTag[k+"\x00"+v] = append(x.byTag[k+"\x00"+v], r)
		}
		if len(unknownAt(r, "tags")) > 0 {
			x.unknown = append(x.unknown, r)
		}
	}
	return x
}

// backup relates what the selections of a plan cover. A selection without a known
// plan stands for its plan itself.
func (c *completion) backup(r *graph.Resource) {
	if lookup(r.Type).Role == Satellite {
		c.selection(r, r.Attributes, "")
		return
	}
	selections, _ := r.Attributes["selection"].([]any)
	for i, s := range selections {
		if selection, ok := s.(map[string]any); ok {
			c.selection(r, selection, graph.Path("selection").Index(i))
		}
	}
	for _, u := range r.Unknown {
		if u.Path == "selection" {
			c.uncovered(r, u)
		}
	}
}

func (c *completion) uncovered(r *graph.Resource, u graph.Unknown) {
	c.builder.Open = append(c.builder.Open, graph.OpenEdge{
		Holder: r.ID, Kind: graph.BackedUpBy, Via: u.Path, Types: backupTypes(), Needs: u.Needs,
	})
}

// selection is the union of its resources and tags, or everything where it has neither,
// cut by its conditions, less what it excludes.
func (c *completion) selection(r *graph.Resource, object map[string]any, at graph.Path) {
	s := selection{completion: c, r: r, object: object, at: at, chosen: map[string]graph.Path{}}
	s.exclude()
	s.byName()
	s.byTag()
	if s.bare() {
		for _, r := range s.covered().all {
			s.match(r, join(at, "condition"))
		}
	}
	s.unread()
	for _, id := range slices.Sorted(maps.Keys(s.chosen)) {
		c.edge(graph.Edge{From: id, To: r.ID, Kind: graph.BackedUpBy, Via: s.chosen[id], Holder: r.ID})
	}
	for _, u := range r.Unknown {
		inside, ok := below(u.Path, at)
		if !ok || inside == "" {
			continue
		}
		switch inside.Root() {
		case "selection_tag", "condition":
			c.uncovered(r, u)
		}
	}
}

// resourceTag is before the names of tags in conditions.
const resourceTag = "aws:ResourceTag/"

type selection struct {
	*completion
	r        *graph.Resource
	object   map[string]any
	at       graph.Path
	excluded map[string]bool
	without  []string // patterns
	chosen   map[string]graph.Path
}

func (s *selection) exclude() {
	s.excluded = map[string]bool{}
	rule := &EdgeRule{Via: join(s.at, "not_resources").Shape(), To: backupTypes()}
	found, _ := s.ends(s.r, rule)
	for _, e := range found {
		if join(s.at, "not_resources").Contains(e.path) {
			s.excluded[e.to.ID] = true
		}
	}
	for _, t := range texts(s.object, "not_resources") {
		s.without = append(s.without, t.value)
	}
}

// byName adds what the list of resources names, one by one or by a pattern.
func (s *selection) byName() {
	list := join(s.at, "resources")
	found, open := s.ends(s.r, &EdgeRule{Via: list.Shape(), To: backupTypes()})
	for _, e := range found {
		if overlap(list, e.path) {
			s.add(e.to, e.path)
		}
	}
	for _, o := range open {
		if overlap(list, o.path) {
			s.uncovered(s.r, graph.Unknown{Path: o.path, Needs: o.needs})
		}
	}
	for _, t := range texts(s.object, "resources") {
		if !strings.ContainsAny(t.value, "*?") {
			continue
		}
		for _, r := range s.covered().all {
			if matches(t.value, r) {
				s.match(r, join(s.at, t.path))
			}
		}
	}
}

// byTag adds what has one of the tags.
func (s *selection) byTag() {
	tags, _ := s.object["selection_tag"].([]any)
	for i, e := range tags {
		tag, _ := e.(map[string]any)
		key, _ := tag["key"].(string)
		value, _ := tag["value"].(string)
		if key = strings.TrimPrefix(key, resourceTag); key == "" {
			continue
		}
		via := join(s.at, "selection_tag").Index(i)
		for _, r := range s.covered().byTag[key+"\x00"+value] {
			s.match(r, via)
		}
		for _, r := range s.covered().unknown {
			if _, known := r.Tags[key]; !known {
				s.doubtful(r, key)
			}
		}
	}
}

// bare reports whether a selection has neither resources nor tags: AWS Backup then takes
// all that it supports.
func (s *selection) bare() bool {
	for _, name := range []graph.Path{"resources", "selection_tag"} {
		v := s.object[string(name)]
		list, isList := v.([]any)
		at := join(s.at, name)
		if len(list) > 0 || v != nil && !isList || len(unknownAt(s.r, at)) > 0 ||
			slices.ContainsFunc(s.r.Refs, func(ref graph.Ref) bool { return overlap(ref.Path, at) }) {
			return false
		}
	}
	return true
}

// unread leaves open whether the selection covers what could not be listed.
func (s *selection) unread() {
	tags, _ := s.object["selection_tag"].([]any)
	for _, r := range s.covered().unread {
		all := s.bare() || len(tags) > 0 || slices.ContainsFunc(texts(s.object, "resources"), func(t text) bool { return concerns(t.value, r.Type) })
		if !all || s.away(r) {
			continue
		}
		s.builder.Open = append(s.builder.Open, graph.OpenEdge{
			Holder: s.r.ID, Kind: graph.BackedUpBy, Via: s.at, Types: []string{r.Type}, Needs: r.Needs,
		})
	}
}

// concerns reports whether a pattern can be of resources of a type.
func concerns(pattern, typ string) bool {
	t := lookup(typ)
	a, ok := parseARN(pattern)
	if !ok || t == nil {
		return pattern == "*"
	}
	service, prefix, _ := strings.Cut(t.ARN, ":")
	return glob(a.service, service) && (strings.HasPrefix(a.resource, prefix) || strings.HasPrefix(a.resource, "*"))
}

// doubtful leaves open whether a resource with unknown tags is covered.
func (s *selection) doubtful(r *graph.Resource, key string) {
	open := unknownAt(r, graph.Path("tags").Attr(key))
	if len(open) == 0 || s.away(r) {
		return
	}
	s.builder.Open = append(s.builder.Open, graph.OpenEdge{
		Holder: r.ID, Kind: graph.BackedUpBy, Via: open[0].Path, Types: []string{s.r.Type}, Needs: needs(open),
	})
}

// match adds what a pattern or a tag covers. Between two roots that may belong to
// different accounts it stays open: a selection never reaches into another account.
func (s *selection) match(r *graph.Resource, via graph.Path) {
	if r.Group == s.r.Group || r.Scope.Account != "" && s.r.Scope.Account != "" {
		s.add(r, via)
		return
	}
	doubts := s.covered().elsewhere
	if s.away(r) || s.excluded[r.ID] || doubts[r.ID] {
		return
	}
	doubts[r.ID] = true
	s.builder.Open = append(s.builder.Open, graph.OpenEdge{
		Holder: r.ID, Kind: graph.BackedUpBy, Types: []string{s.r.Type},
		Needs: []string{"whether " + s.r.ID + " is of the same account"},
	})
}

func (s *selection) away(r *graph.Resource) bool {
	return differ(r.Scope.Region, s.r.Scope.Region) || differ(r.Scope.Account, s.r.Scope.Account)
}

func (s *selection) add(r *graph.Resource, via graph.Path) {
	if s.excluded[r.ID] || s.away(r) || slices.ContainsFunc(s.without, func(p string) bool { return matches(p, r) }) {
		return
	}
	switch ok, key := s.conditions(r); ok {
	case yes:
		if _, taken := s.chosen[r.ID]; !taken {
			s.chosen[r.ID] = via
		}
	case maybe:
		s.doubtful(r, key)
	case no:
	default:
		panic("catalog: unknown answer")
	}
}

// conditions tells whether the tags of a resource satisfy every condition, and
// which tag would have to be known.
func (s *selection) conditions(r *graph.Resource) (answer, string) {
	result, missing := yes, ""
	each(s.object, "condition", "", func(_ graph.Path, v any) {
		block, _ := v.(map[string]any)
		for _, operator := range slices.Sorted(maps.Keys(block)) {
			each(block, operator, "", func(_ graph.Path, t any) {
				met, key := satisfies(operator, t, r)
				if met < result {
					result, missing = met, key
				}
			})
		}
	})
	return result, missing
}

// satisfies holds one condition against a resource, and returns the tag that it is about.
func satisfies(operator string, condition any, r *graph.Resource) (answer, string) {
	test, _ := condition.(map[string]any)
	key, _ := test["key"].(string)
	value, _ := test["value"].(string)
	key = strings.TrimPrefix(key, resourceTag)
	got, tagged := r.Tags[key]
	switch {
	case !tagged && len(unknownAt(r, graph.Path("tags").Attr(key))) > 0:
		return maybe, key
	case compare(operator, got, value, tagged):
		return yes, key
	default:
		return no, key
	}
}

func compare(operator, got, want string, tagged bool) bool {
	switch operator {
	case "string_equals":
		return tagged && got == want
	case "string_not_equals":
		return !tagged || got != want
	case "string_like":
		return tagged && glob(want, got)
	case "string_not_like":
		return !tagged || !glob(want, got)
	default:
		return true
	}
}

// matches holds an ARN pattern against a resource.
func matches(pattern string, r *graph.Resource) bool {
	if pattern == "*" {
		return true
	}
	t := lookup(r.Type)
	a, ok := parseARN(pattern)
	if !ok || t == nil {
		return false
	}
	service, prefix, _ := strings.Cut(t.ARN, ":")
	if !glob(a.service, service) || r.Scope.Region != "" && a.region != "" && !glob(a.region, r.Scope.Region) {
		return false
	}
	name, ok := strings.CutPrefix(a.resource, prefix)
	if !ok {
		return strings.HasPrefix(a.resource, "*")
	}
	if strings.Trim(name, "*") == "" {
		return true
	}
	for _, id := range t.Identifiers {
		for _, known := range texts(r.Attributes, id) {
			if glob(name, known.value) {
				return true
			}
		}
	}
	return false
}

func glob(pattern, s string) bool {
	// path.Match has "*" stop at slashes; names in ARNs may hold some.
	ok, err := path.Match(strings.ReplaceAll(pattern, "/", "\x01"), strings.ReplaceAll(s, "/", "\x01"))
	return err == nil && ok
}
