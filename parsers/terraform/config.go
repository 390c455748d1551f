package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/graph"
)

// module is the configuration of one directory, parsed once and shared by every
// call of it. It is read-only after loading.
type module struct {
	dir       string // slash path below the boundary
	variables map[string]*variable
	locals    map[string]*expr
	outputs   map[string]*expr
	secret    map[string]bool      // sensitive outputs
	resources map[string]*resource // by key: "aws_vpc.main", "data.aws_ami.x"
	order     []string             // keys of resources, sorted
	calls     map[string]*call
	providers map[string]*providerBlock // by "aws" or "aws.west"
	required  map[string]string         // local name → provider type, from required_providers
	backend   *backend
	// used says which attributes of a resource the module's expressions mention,
	// so that a reference does not have to build the whole object.
	used map[string]*usage
	// functions holds names of provider functions that occur.
	functions map[string]bool
	// diags are reported once however often the module is called.
	diags []graph.Diagnostic
	// unread are the files that were not read, or not wholly.
	unread []string
	// directives are those of all files.
	directives  []graph.Directive
	filesRead   int
	filesFailed int
	blocks      int
}

// usage is the set of attributes of one resource that expressions name.
type usage struct {
	whole bool
	attrs map[string]bool
	// outputs are those of a remote state that are named; one of them empty when an
	// expression uses them all.
	outputs []string
}

type variable struct {
	name      string
	typ       cty.Type
	declared  bool // with a type
	defaults  *typeexpr.Defaults
	def       *expr // nil without default
	sensitive bool
	nullable  bool
	rng       hcl.Range
}

// resource is a resource or data block; its instances come with a moduleInstance.
type resource struct {
	key      string
	typ      string
	name     string
	data     bool
	body     *body
	count    *expr
	forEach  *expr
	provider *providerUse // nil without the meta-argument
	depends  []reference
	rng      hcl.Range // header
	block    hcl.Range // whole block
}

type call struct {
	name      string
	source    string
	version   string
	args      map[string]*expr
	count     *expr
	forEach   *expr
	providers map[string]*providerUse // by the child's name
	rng       hcl.Range
	sourceRng hcl.Range
}

// providerRef is a provider's local name and alias, as in aws.west.
type providerRef struct{ name, alias string }

func (p providerRef) key() string {
	if p.alias == "" {
		return p.name
	}
	return p.name + "." + p.alias
}

type providerBlock struct {
	ref     providerRef
	body    *body
	forEach *expr // of OpenTofu
	empty   bool  // says nothing, and so stands for what the caller passes
	rng     hcl.Range
}

type backend struct {
	typ  string
	body *body
}

// body is a block's content, whichever syntax it was written in.
type body struct {
	attrs  arguments
	blocks []*block
	rng    hcl.Range
	// cut is what a syntax error inside of the block hides, as a need: what is not
	// among attrs and blocks may be there. Empty for a block that was read.
	cut string
}

// arguments are the expressions of a body, by their names, in source order. Bodies are
// many and have few, which a map would take several times the memory for.
type arguments []*expr

// get returns the argument of a name, or nil.
func (a arguments) get(name string) *expr {
	for _, x := range a {
		if x.name == name {
			return x
		}
	}
	return nil
}

type block struct {
	typ  string
	body *body
	rng  hcl.Range
	// dynamic is set for a dynamic block; typ is then the type that it generates.
	dynamic *dynamic
}

type dynamic struct {
	forEach  *expr
	iterator string
}

// override lays a later body over b as Terraform's override files do: attributes
// replace one by one, nested blocks replace all of their type.
func (b *body) override(over *body) {
	at := make(map[string]int, len(b.attrs))
	for i, x := range b.attrs {
		at[x.name] = i
	}
	for _, x := range over.attrs {
		if i, ok := at[x.name]; ok {
			b.attrs[i] = x
		} else {
			b.attrs = append(b.attrs, x)
		}
	}
	replaced := map[string]bool{}
	for _, blk := range over.blocks {
		replaced[blk.typ] = true
	}
	kept := make([]*block, 0, len(b.blocks)+len(over.blocks))
	for _, blk := range b.blocks {
		if !replaced[blk.typ] {
			kept = append(kept, blk)
		}
	}
	kept = append(kept, over.blocks...)
	b.blocks = kept
}
