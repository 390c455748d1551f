package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Mapping is how CloudFormation, and a live account read as CloudFormation
// properties, spells resources of a type.
type Mapping struct {
	Type string // "AWS::RDS::DBInstance"
	// When are conditions on native properties, for a CloudFormation type that
	// stands for several canonical ones. Of all mappings of such a type the first
	// that holds counts, those without conditions last.
	When []Condition
	// Each is the property each of whose elements is a resource of this type, or the
	// path of one inside others; the other properties are then below it. Owner is the
	// attribute that names the resource to which the property belongs.
	Each, Owner string
	// Outer are properties beside Each that hold for every element.
	Outer []Property
	// Ref is the attribute whose value Ref gives.
	Ref string
	// Attributes are what GetAtt returns, in order of From.
	Attributes []Rename
	// Tags is the property that holds the tags.
	Tags       string
	Properties []Property // in order of From
	// Live are those of Properties that only the API has, sorted: no template can
	// write them.
	Live []string
	// Functions are named steps after the renaming, for what is no data.
	Functions []string
}

// Property is where the value of one native property goes.
type Property struct {
	From string
	// To is the path of the attribute, from the object that its parent became, with
	// the positions of the blocks around it ("health_check[0].path"). Empty where the
	// property only holds others; those then go to that same object.
	To graph.Path
	// Blocks is set where an object becomes the element of a list of blocks.
	Blocks bool
	// Text is set where a structure becomes JSON text.
	Text bool
	// Values translates values; the entry for "*" is for all others.
	Values []Value
	// Key and Value are set for a list of pairs. With To it becomes a map; otherwise
	// Properties say where the value of each key goes.
	Key, Value string
	// Element is set for a list of objects of which only this property counts.
	Element    string
	Properties []Property
}

// Value is the canonical value for a native one.
type Value struct {
	From string
	To   any
}

// Mapped returns the canonical types that a CloudFormation type can be, in the
// order in which their conditions are asked; none where it has no mapping.
func Mapped(native string) []string {
	var names []string
	for _, t := range nativeTypes(native) {
		names = append(names, t.Name)
	}
	return slices.Compact(names)
}

// property finds one by its native name.
func property(all []Property, name string) *Property {
	i, ok := slices.BinarySearchFunc(all, name, func(p Property, n string) int { return strings.Compare(p.From, n) })
	if !ok {
		return nil
	}
	return &all[i]
}

// returned is the attribute that a Ref or GetAtt means; what is not known keeps
// its native name.
func (m *Mapping) returned(name string) string {
	if name == "Ref" {
		return m.Ref
	}
	i, ok := slices.BinarySearchFunc(m.Attributes, name, func(r Rename, n string) int { return strings.Compare(r.From, n) })
	if !ok {
		return name
	}
	return m.Attributes[i].To
}

// translated is the canonical value of a native one; false where there is none.
func (p *Property) translated(v any) (any, bool) {
	if len(p.Values) == 0 {
		return v, true
	}
	text, _ := scalar(String, v).(string)
	for _, value := range p.Values {
		if value.From == text || value.From == "*" {
			return value.To, true
		}
	}
	return nil, false
}

// NameProperty is the property of a CloudFormation type whose value, where a template
// gives one, is what Ref returns: BucketName of a bucket. Empty where Ref returns
// something else, or that is not known.
func NameProperty(native string) string {
	switch native {
	case "AWS::Events::Rule", "AWS::EKS::FargateProfile": // with the bus or cluster before it
		return ""
	case "AWS::ElastiCache::GlobalReplicationGroup", "AWS::MemoryDB::MultiRegionCluster": // with a prefix of the service
		return ""
	}
	found := ""
	for _, t := range nativeTypes(native) {
		for i := range t.CloudFormation {
			m := &t.CloudFormation[i]
			if m.Type != native || m.Each != "" {
				continue
			}
			at := slices.IndexFunc(m.Properties, func(p Property) bool { return string(p.To) == m.Ref && len(p.Values) == 0 && !p.Text })
			if at < 0 || found != "" && found != m.Properties[at].From {
				return ""
			}
			found = m.Properties[at].From
		}
	}
	return found
}

// LowersNames reports whether a service writes the names of a type's resources in lower
// case, whatever a template says.
func LowersNames(native string) bool {
	service, _, _ := strings.Cut(strings.TrimPrefix(native, "AWS::"), "::")
	switch service {
	case "RDS", "DocDB", "Neptune", "ElastiCache", "MemoryDB", "DAX", "Redshift", "RedshiftServerless":
		return true
	}
	return false
}
