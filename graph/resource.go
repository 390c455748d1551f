package graph

import "strings"

// Resource is one thing that a configuration creates. A Resource in a [Graph]
// must not be changed.
type Resource struct {
	// ID is the address in the source (module.db["eu"].aws_db_instance.this[0],
	// STACK/LogicalId) or the ARN when read live. It is unique in a Graph.
	ID string
	// Type is the canonical type: Terraform's name, whatever the source.
	Type string
	// NativeType is the type as the source spells it.
	NativeType string
	// Group is the Terraform root or the stack that the resource belongs to,
	// relative to the boundary: what is deployed together.
	Group string
	// Source says in which language it was written, which decides the defaults.
	Source Source
	// Data marks something that is only read (a data source), not created.
	Data bool

	Scope Scope

	// Zones are the availability zones that it occupies, sorted, as names
	// ("eu-west-1a", Azure's "1"), or symbols where the region is unknown ("?0").
	// Only when ZonesKnown is set are they all of them.
	Zones      []string
	ZonesKnown bool

	Tags map[string]string
	// Attributes has canonical names and holds nil, bool, string, float64,
	// []any and map[string]any. A nested block is always an array of objects. An
	// unknown value is nil here and listed in Unknown.
	Attributes map[string]any
	Unknown    []Unknown
	// Assumed lists values that are known only by an assumption, such as Terraform's
	// workspace where nobody named one; Needs says what would confirm it.
	Assumed []Unknown
	// Unordered are attributes whose elements are a set: of a partly unknown one not
	// even the number of elements is known.
	Unordered []string
	// Refs are the places where another resource is mentioned, known or not.
	Refs []Ref
	// MayExist marks a resource whose number is unknown (count, for_each or a
	// condition that could not be evaluated): it stands for none, one or many.
	MayExist bool
	// Needs says what to supply to know whether a MayExist resource exists.
	Needs []string
	// Construct is where in a program of the CDK it comes from; zero where none wrote the
	// source.
	Construct Construct
	// Location is the block that declares it; nil where the source has no text.
	Location *Location
	// Sensitive lists attributes that must never be printed.
	Sensitive []Path

	folded []fold
}

// Construct is what a program of the CDK made a resource with.
type Construct struct {
	// Path is that of the resource itself (aws:cdk:path), as in Shop/Database/Resource.
	Path string
	// Declared is the path of what the program declares and the resource is a part of, as
	// in Shop/Database: a construct of a library, not the program's own ones around it.
	Declared string
	// Class is that construct's class, as in aws-cdk-lib.aws_rds.DatabaseInstance; empty
	// where the CDK wrote no tree of its constructs.
	Class string
}

// Source is the language in which a resource was written.
type Source string

// The sources.
const (
	Terraform      Source = "terraform"
	CloudFormation Source = "cloudformation"
	Live           Source = "live"
)

// Scope is where a resource lives. Empty means unknown; Region is "global" for
// services without one.
type Scope struct {
	Provider string // "aws", "azurerm"
	Account  string
	Region   string
}

// Global is the region of services that have none (Route 53, CloudFront, IAM).
const Global = "global"

// Unknown is an attribute whose value could not be determined before deployment.
type Unknown struct {
	Path Path
	// Needs names what would decide it, in the source's own words: "var.multi_az",
	// "data.aws_subnets.app", "module.dns", "aws_vpc.main.id".
	Needs []string
}

// Ref is a mention of one resource in an attribute of another.
type Ref struct {
	Path Path
	To   string // ID of the resource
	Attr string // its attribute that is used ("id", "arn"); empty when all of it
	// Exact is set where the value is that attribute and nothing else, unset where
	// it was only used to compute the value.
	Exact bool
	// Maybe is set where a condition that is unknown may leave the value out: the
	// resource is perhaps not meant at all.
	Maybe bool
}

// UnknownAt returns what is unknown of the value at a path: the value itself,
// something inside it, or something that contains it.
func (r *Resource) UnknownAt(path Path) []Unknown {
	var found []Unknown
	for _, u := range r.Unknown {
		if path.Contains(u.Path) || u.Path.Contains(path) {
			found = append(found, u)
		}
	}
	return found
}

// Attribute returns the value at a path such as "health_check[0].enabled", or nil.
func (r *Resource) Attribute(path Path) any {
	return lookup(r.Attributes, path.Steps())
}

// fold remembers that the attributes below Into came from another resource.
type fold struct {
	into Path   // path in this resource
	from string // ID of the satellite
	path Path   // prefix inside the satellite
}

// origin translates a path to the resource that wrote it.
func (r *Resource) origin(path Path) (string, Path) {
	for _, f := range r.folded {
		if f.into.Contains(path) {
			rest := strings.TrimPrefix(strings.TrimPrefix(string(path), string(f.into)), ".")
			inner := f.path
			switch {
			case inner == "":
				inner = Path(rest)
			case rest != "" && !strings.HasPrefix(rest, "["):
				inner += Path("." + rest)
			default:
				inner += Path(rest)
			}
			return f.from, inner
		}
	}
	return r.ID, path
}

// Folded records that the value at into was written by the satellite from, where
// it stands at path, so that [Graph.Locate] points at the satellite's line.
// It is for use by package catalog while a [Builder] is still open.
func (r *Resource) Folded(into Path, from string, path Path) {
	r.folded = append(r.folded, fold{into: into, from: from, path: path})
}
