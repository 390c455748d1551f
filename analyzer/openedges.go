package analyzer

import (
	"regexp"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// opens answers the functions about open edges for all goroutines of a run.
type opens struct {
	g *graph.Graph

	mu    sync.Mutex
	terms *terms
	edges map[[2]string]*openEdges // by kind and type
}

func newOpens(c *conversion) *opens {
	return &opens{g: c.g, terms: newTerms(c), edges: map[[2]string]*openEdges{}}
}

// openEdges are the open edges of a kind that could end at a resource of a type. Each
// resource of the type is asked about, and there can be as many edges as resources, so
// that the lists are made once a group and not once a resource.
type openEdges struct {
	edges    []graph.OpenEdge
	elems    []*ast.Term
	all      *ast.Term
	anyone   []int            // those that can mean a resource of any group
	byGroup  map[string][]int // the others, by the group of their holder
	ofGroup  map[string]*ast.Term
	ofOthers *ast.Term // for the groups that have none of their own
}

// A variable and a data source, a parameter and an export, can name what belongs to
// another group, except for data sources that tell where something is or who asks.
// The same is in lib.graph and lib.need.
var (
	canNameAnything = regexp.MustCompile(`^var\.|(^|/|\.)data\.|^(parameter|export) |^an output of another stack$|^a dynamic reference `)
	namesPlaces     = regexp.MustCompile(`(^|/|\.)data\.(aws_(subnets?|subnet_ids|vpcs?|security_groups?|availability_zones?|regions?|caller_identity|partition|ami|ami_ids|iam_[a-z_]+|kms_[a-z_]+|acm_certificate)|azurerm_(subnet|virtual_network|client_config|location))(\.|$)`)
)

// beyondGroup reports whether an open edge could end at what another group creates.
func beyondGroup(o *graph.OpenEdge) bool {
	named := false
	for _, need := range o.Needs {
		if !canNameAnything.MatchString(need) {
			return false
		}
		named = named || !namesPlaces.MatchString(need)
	}
	return named
}

// opened returns the open edges of a kind and type; v.mu is held.
func (v *opens) opened(args []*ast.Term) (*openEdges, error) {
	kind, err := edgeKind(args[0])
	if err != nil {
		return nil, err
	}
	typ, err := text(args[1])
	if err != nil {
		return nil, err
	}
	key := [2]string{string(kind), typ}
	if found := v.edges[key]; found != nil {
		return found, nil
	}
	edges := v.g.Open(kind, typ)
	o := &openEdges{edges: edges, elems: v.terms.edges(edges), byGroup: map[string][]int{}, ofGroup: map[string]*ast.Term{}}
	o.all = array(o.elems)
	for i := range edges {
		if beyondGroup(&edges[i]) {
			o.anyone = append(o.anyone, i)
		} else if holder := v.g.Resource(edges[i].Holder); holder != nil {
			o.byGroup[holder.Group] = append(o.byGroup[holder.Group], i)
		}
	}
	o.ofOthers = o.pick(o.anyone)
	v.edges[key] = o
	return o, nil
}

// pick returns some of the edges, in their order.
func (o *openEdges) pick(positions []int) *ast.Term {
	elems := make([]*ast.Term, len(positions))
	for i, at := range positions {
		elems[i] = o.elems[at]
	}
	return array(elems)
}

// in returns those that could be of a resource in a group.
func (o *openEdges) in(group string) *ast.Term {
	own := o.byGroup[group]
	if len(own) == 0 {
		return o.ofOthers
	}
	if o.ofGroup[group] == nil {
		both := slices.Concat(o.anyone, own)
		slices.Sort(both)
		o.ofGroup[group] = o.pick(both)
	}
	return o.ofGroup[group]
}

func (v *opens) openEdges(args []*ast.Term) (*ast.Term, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	o, err := v.opened(args)
	if err != nil {
		return nil, err
	}
	return o.all, nil
}

func (v *opens) openIn(args []*ast.Term) (*ast.Term, error) {
	group, err := text(args[2])
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	o, err := v.opened(args)
	if err != nil {
		return nil, err
	}
	return o.in(group), nil
}

func (v *traversal) heldEdges(args []*ast.Term) (*ast.Term, error) {
	id, err := text(args[0])
	if err != nil {
		return nil, err
	}
	kind, err := edgeKind(args[1])
	if err != nil {
		return nil, err
	}
	var found []graph.OpenEdge
	for _, o := range v.g.Held(id) {
		if o.Kind == kind {
			found = append(found, o)
		}
	}
	return array(v.terms.edges(found)), nil
}

func (t *terms) edges(edges []graph.OpenEdge) []*ast.Term {
	elems := make([]*ast.Term, len(edges))
	for i, o := range edges {
		elems[i] = ast.ObjectTerm(
			[2]*ast.Term{t.word("holder"), t.word(o.Holder)},
			[2]*ast.Term{t.word("via"), t.word(string(o.Via))},
			[2]*ast.Term{t.word("needs"), t.strings(o.Needs)},
		)
	}
	return elems
}

func array(elems []*ast.Term) *ast.Term {
	if len(elems) == 0 {
		return ast.InternedEmptyArray
	}
	return ast.ArrayTerm(elems...)
}
