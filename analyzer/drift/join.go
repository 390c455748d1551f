package drift

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// JoinedBy says what shows that two resources are the same, from the surest.
type JoinedBy string

// The ways to join.
const (
	ByState JoinedBy = "state" // a state file names its ARN or ID
	ByARN   JoinedBy = "arn"   // the code, or the plan or state that it is, names its ARN or ID
	ByName  JoinedBy = "name"  // the name under which others refer to it, in the same scope
	ByStack JoinedBy = "stack" // the tags that CloudFormation sets
	ByTag   JoinedBy = "tag"   // the tag Name, which nothing else of its type has
)

// The tags that CloudFormation sets.
const (
	stackTag   = "aws:cloudformation:stack-name"
	logicalTag = "aws:cloudformation:logical-id"
)

// key is what is known of a resource of the code; several may be looked up.
type key struct {
	by JoinedBy
	// find returns what runs under it.
	find func(*index) []*graph.Resource
	// sure is set where not to be found means not to exist.
	sure bool
}

// index finds live resources.
type index struct {
	byARN  map[string]*graph.Resource
	byName map[[2]string][]*graph.Resource // type and name
	byTag  map[[2]string][]*graph.Resource // type and Name
	stacks map[[2]string][]*graph.Resource // type and logical ID
}

func newIndex(g *graph.Graph) *index {
	x := &index{
		byARN: map[string]*graph.Resource{}, byName: map[[2]string][]*graph.Resource{},
		byTag: map[[2]string][]*graph.Resource{}, stacks: map[[2]string][]*graph.Resource{},
	}
	for _, r := range g.Resources() {
		if r.Data || r.MayExist {
			continue
		}
		x.byARN[r.ID] = r
		for _, name := range identifiers(r) {
			text, ok := r.Attributes[name].(string)
			if !ok || text == "" {
				continue
			}
			if strings.HasPrefix(text, "arn:") {
				x.byARN[text] = r
			}
			if k := [2]string{r.Type, folded(text)}; !slices.Contains(x.byName[k], r) {
				x.byName[k] = append(x.byName[k], r)
			}
		}
		if name := r.Tags["Name"]; name != "" {
			x.byTag[[2]string{r.Type, name}] = append(x.byTag[[2]string{r.Type, name}], r)
		}
		if logical := r.Tags[logicalTag]; logical != "" {
			x.stacks[[2]string{r.Type, logical}] = append(x.stacks[[2]string{r.Type, logical}], r)
		}
	}
	return x
}

// folded is a name as services compare it: RDS and others keep small letters, Route 53
// ends names with a dot.
func folded(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

func identifiers(r *graph.Resource) []string {
	t, ok := catalog.Lookup(r.Type)
	if !ok {
		return nil
	}
	return append(slices.Clip(t.Identifiers), "id", "arn")
}

// within leaves those that can be in the scope of the code.
func within(list []*graph.Resource, s graph.Scope) []*graph.Resource {
	return slices.DeleteFunc(slices.Clone(list), func(r *graph.Resource) bool {
		return s.Account != "" && r.Scope.Account != s.Account || s.Region != "" && r.Scope.Region != s.Region
	})
}

// join finds for each resource of the code what runs of it.
func (c *comparison) join() {
	x := newIndex(c.live.Graph)
	c.joined = map[*graph.Resource]bool{}
	open := map[*graph.Resource][]key{}
	var order []*graph.Resource
	addresses := map[string]int{}
	for _, r := range c.code.Graph.Resources() {
		addresses[own(r)]++
	}
	for _, r := range c.code.Graph.Resources() {
		if !r.Data && len(natives(r.Type)) > 0 {
			open[r] = c.keys(r, addresses)
			order = append(order, r)
		}
	}
	for _, by := range []JoinedBy{ByState, ByARN, ByName, ByStack, ByTag} {
		c.level(x, by, order, open)
	}
	for _, r := range order {
		if keys, left := open[r]; left {
			c.left(r, keys)
		}
	}
	slices.SortFunc(c.out.Pairs, func(a, b Pair) int { return strings.Compare(a.Code.ID, b.Code.ID) })
}

// level joins by one kind of key. What was settled is no longer open.
func (c *comparison) level(x *index, by JoinedBy, order []*graph.Resource, open map[*graph.Resource][]key) {
	found := map[*graph.Resource][]*graph.Resource{}
	claims := map[*graph.Resource][]*graph.Resource{}
	for _, r := range order {
		for _, k := range open[r] {
			if k.by != by {
				continue
			}
			for _, live := range k.find(x) {
				if !c.joined[live] && !slices.Contains(found[r], live) {
					found[r] = append(found[r], live)
					claims[live] = append(claims[live], r)
				}
			}
		}
	}
	for _, r := range order {
		switch list := found[r]; {
		case len(list) == 1 && len(claims[list[0]]) == 1:
			c.out.Pairs = append(c.out.Pairs, Pair{r, list[0], by})
			c.joined[list[0]] = true
			delete(open, r)
		case len(list) > 1:
			c.out.Ambiguous = append(c.out.Ambiguous, Unjoined{r, fmt.Sprintf("%d that run have the same %s", len(list), by.words()), list})
			delete(open, r)
		case len(list) == 1:
			c.out.Ambiguous = append(c.out.Ambiguous, Unjoined{r, fmt.Sprintf("%d in the code have the same %s", len(claims[list[0]]), by.words()), list})
			delete(open, r)
		}
	}
}

func (by JoinedBy) words() string {
	switch by {
	case ByState, ByARN:
		return "ID"
	case ByName:
		return "name"
	case ByStack:
		return "logical ID"
	case ByTag:
		return "tag Name"
	default:
		panic("drift: joined by " + string(by))
	}
}

// own is the address of a resource without the root that deploys it.
func own(r *graph.Resource) string { return strings.TrimPrefix(r.ID, r.Group+"/") }

// keys are what a resource of the code can be found by.
func (c *comparison) keys(r *graph.Resource, addresses map[string]int) []key {
	var keys []key
	if p, ok := c.o.State[own(r)]; ok && addresses[own(r)] == 1 {
		keys = append(keys, physical(r, ByState, p.ARN, p.ID))
	}
	arn, id := text(r, "arn"), text(r, "id")
	if arn != "" || id != "" {
		keys = append(keys, physical(r, ByARN, arn, id))
	}
	for _, name := range identifiers(r) {
		value := text(r, name)
		if value == "" || name == "id" || name == "arn" || strings.HasPrefix(value, "arn:") {
			continue
		}
		keys = append(keys, key{ByName, func(x *index) []*graph.Resource {
			return within(x.byName[[2]string{r.Type, folded(value)}], r.Scope)
		}, true})
	}
	if r.Source == graph.CloudFormation {
		keys = append(keys, key{ByStack, func(x *index) []*graph.Resource { return x.stack(r) }, false})
	}
	if name := r.Tags["Name"]; name != "" {
		keys = append(keys, key{ByTag, func(x *index) []*graph.Resource {
			return within(x.byTag[[2]string{r.Type, name}], r.Scope)
		}, false})
	}
	return keys
}

// text is a known attribute.
func text(r *graph.Resource, name string) string {
	v, _ := r.Attributes[name].(string)
	if v == "" || len(r.UnknownAt(graph.Path(name))) > 0 {
		return ""
	}
	return v
}

// physical finds by ARN, else by ID, which is unique for its type in a region of an account.
func physical(r *graph.Resource, by JoinedBy, arn, id string) key {
	return key{by, func(x *index) []*graph.Resource {
		if live := x.byARN[arn]; live != nil && live.Type == r.Type {
			return []*graph.Resource{live}
		}
		if live := x.byARN[id]; live != nil && live.Type == r.Type {
			return []*graph.Resource{live}
		}
		if id == "" || arn != "" {
			return nil
		}
		return within(x.byName[[2]string{r.Type, folded(id)}], r.Scope)
	}, arn != "" || strings.HasPrefix(id, "arn:")} // Terraform makes up IDs for what has none in AWS
}

// stack finds by the tags of CloudFormation: of several of one logical ID those of the
// stack whose name the code knows.
func (x *index) stack(r *graph.Resource) []*graph.Resource {
	logical := r.ID[strings.LastIndexByte(r.ID, '/')+1:]
	found := within(x.stacks[[2]string{r.Type, logical}], r.Scope)
	if len(found) < 2 { //nolint:mnd // one is certain
		return found
	}
	var named []*graph.Resource
	for _, live := range found {
		if stack := live.Tags[stackTag]; stack != "" && (stack == r.Group || strings.HasSuffix(r.Group, "/"+stack) || strings.HasPrefix(r.ID, stack+"/")) {
			named = append(named, live)
		}
	}
	if len(named) > 0 {
		return named
	}
	return found
}

// natives are the CloudFormation types that a canonical type is read as.
func natives(typ string) (list []string) {
	t, ok := catalog.Lookup(typ)
	if !ok {
		return nil
	}
	for i := range t.CloudFormation {
		if n := t.CloudFormation[i].Type; !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// looked reports whether what the resource would be called live was looked for.
func (c *comparison) looked(r *graph.Resource, s graph.Scope) bool {
	list := natives(r.Type) // several are ways to write one: live it is one of them
	return slices.ContainsFunc(list, func(n string) bool { return c.o.Looked(n, s.Account, s.Region) })
}

// left settles a resource of the code that was not found.
func (c *comparison) left(r *graph.Resource, keys []key) {
	sure := slices.ContainsFunc(keys, func(k key) bool { return k.sure })
	u := Unjoined{Resource: r}
	switch {
	case !c.looked(r, r.Scope):
		u.Why = "the snapshot did not look for its type everywhere that it can be"
	case len(keys) == 0:
		u.Why = "the code has neither a name for it nor a tag Name; a state file would tell (--state)"
	case r.MayExist:
		u.Why = "whether it is created depends on " + strings.Join(orUnknown(r.Needs), ", ")
	case !sure:
		u.Why = "nothing that runs has its tags; a state file would tell (--state)"
	default:
		u.Why = "nothing that runs has its name"
		c.out.Missing = append(c.out.Missing, u)
		return
	}
	c.out.Unjoined = append(c.out.Unjoined, u)
}
