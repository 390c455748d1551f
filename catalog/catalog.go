// Package catalog is what faultline knows of each resource type: attributes and
// their defaults, where instances are placed, which attributes are relations, which
// types are satellites of another.
//
// The knowledge is data, one file per type in aws/ and azurerm/, described by
// schema.json and compiled to Go by internal/tools/cataloggen. Start with [Lookup]
// for one type and with [Complete], which turns what parsers read into a graph.
package catalog

//go:generate go run ../internal/tools/cataloggen

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Type is what is known of one resource type. It is shared and must not be changed.
type Type struct {
	Name  string // canonical: Terraform's
	Title string
	Role  Role
	// Aliases are other names for the same type ("aws_alb").
	Aliases []string
	// Region is "global", or the attribute that names the region where it is written.
	Region string
	// RegionFrom is the attribute naming the resource whose region this one shares.
	RegionFrom string
	// ARN is the service and the prefix of the resource part of its ARNs
	// ("rds:db:", "s3:"), by which names are taken out of known ARNs.
	ARN string
	// Identifiers are the attributes whose value other resources use as its name.
	Identifiers []string
	Attributes  []Attribute // in order of Name
	Placement   []Place     // the first that applies decides
	Edges       []EdgeRule
	Folds       []Fold
	// Runs are attributes naming what it runs (a task definition, a launch
	// template): stores that those mention are this resource's as well.
	Runs []string
	// Metrics say by which dimension an alarm names a resource of this type.
	Metrics []Metric
	// Backup is set where AWS Backup selections can cover it.
	Backup bool
	// Failure is how it fails and comes back; nil where that is not known.
	Failure *Failure
	// CloudFormation is how CloudFormation writes it; there may be several ways.
	CloudFormation []Mapping
	// Functions are named steps that data cannot express; see functions.go.
	Functions []string
}

// Attribute is one attribute, or one of the attributes of a block.
type Attribute struct {
	Name       string
	Kind       Kind
	Of         Kind        // of the elements of a list or map
	Attributes []Attribute // of the objects of Blocks, in order of Name
	// Defaults are what is in effect when it is absent: the first whose source and
	// conditions fit. None means that absent is absent.
	Defaults []Default
	// Aliases are old names that are moved to Name.
	Aliases []string
	// Derived marks what no source writes: it is made by folding or a function.
	Derived bool
	Doc     string
	// Filled is set where an attribute inside it has a default.
	Filled bool
	// Drift says which difference between code and what runs is a weakness.
	Drift Drift
}

// Kind is the shape of an attribute's value.
type Kind string

// The kinds. A single value where a List or Blocks is expected becomes its only element.
const (
	Bool   Kind = "bool"
	Number Kind = "number"
	String Kind = "string"
	List   Kind = "list"
	Map    Kind = "map"
	Blocks Kind = "blocks" // an array of objects
	Any    Kind = "any"
)

// Default is a value in effect when nothing is written.
type Default struct {
	Source graph.Source // empty: whatever the source
	When   []Condition
	// Value is a bool, string, float64 or one of the Empty constants.
	Value any
}

// Empty stands for a default that is no scalar, so that generated data needs no
// code at program start.
type Empty string

// The empty values.
const (
	EmptyList  Empty = "[]"   // a list without elements
	EmptyBlock Empty = "[{}]" // one block that sets nothing, to which nested defaults apply
	// Inherited is a value that comes from elsewhere and cannot be known: a database
	// that is restored from a snapshot keeps the snapshot's settings.
	Inherited Empty = "unknown"
)

// Condition compares the value at a path of the same object. All of a list must hold.
type Condition struct {
	Path string
	// In are the accepted values; a string that ends in * is a prefix. Empty asks
	// for presence.
	In  []any
	Not bool
}

// Place says which zones a resource occupies. Exactly one of Zones and From is set.
type Place struct {
	Zones string // attribute that holds zone names
	From  string // attribute naming resources (via of an edge) in whose zones it is
	// Take is how many of their zones: empty for all, a number, or the attribute
	// that holds the number. Which ones is only known when there are no more.
	Take string
	When []Condition
}

// EdgeRule makes the resources that an attribute names ends of a relation.
type EdgeRule struct {
	Via     string // path shape; "*" stands for any key
	Kind    graph.EdgeKind
	To      []string // types of the other end; empty for any
	Reverse bool     // the edge runs from the named resource to this one
	// Loose accepts a mention inside a longer, known text ("service/${…}/${…}").
	Loose bool
	// Extract names the function that takes names out of a known text.
	Extract string
	When    []Condition
}

// Fold moves a satellite into the resource that it configures.
type Fold struct {
	Into string // type of the owner
	By   string // attribute naming the owner or owners
	From string // attribute to move; empty moves the whole satellite as an object
	As   string // attribute of the owner
	// Append adds to a list; otherwise there is one, and a second is a contradiction.
	Append bool
	// Rename maps attributes of the satellite to other names in the owner.
	Rename []Rename
	// RegionAs is the attribute of the folded object that takes the satellite's region.
	RegionAs string
	// Agree are attributes that must not differ between satellite and owner.
	Agree []string
}

// Rename is one attribute under another name.
type Rename struct{ From, To string }

// Metric is how CloudWatch names a resource. Extract names the function that takes
// its name out of a dimension that holds more than that.
type Metric struct{ Namespace, Dimension, Extract string }

// Lookup returns what is known of a type, by its canonical name or an alias.
func Lookup(typ string) (*Type, bool) {
	t := lookup(typ)
	return t, t != nil
}

// Types returns the canonical names of all types, sorted.
func Types() []string { return slices.Clone(typeNames()) }

// Attribute returns the attribute at a path shape such as "health_check.enabled".
func (t *Type) Attribute(shape string) (*Attribute, bool) {
	attributes := t.Attributes
	for {
		name, rest, nested := strings.Cut(shape, ".")
		a, ok := find(attributes, name)
		if !ok || !nested {
			return a, ok
		}
		attributes, shape = a.Attributes, rest
	}
}

func find(attributes []Attribute, name string) (*Attribute, bool) {
	i, ok := slices.BinarySearchFunc(attributes, name, func(a Attribute, n string) int { return strings.Compare(a.Name, n) })
	if !ok {
		return nil, false
	}
	return &attributes[i], true
}
