package services

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/live/collect"
)

//go:embed cloudcontrol.txt
var cloudControlText string

// controlled is how Cloud Control lists and reads one type, after its schema.
type controlled struct {
	name string
	// id are the properties whose values, joined with "|", are the identifier; arn is the
	// one with the ARN.
	id  []string
	arn string
	// hidden are paths that reading does not return, whatever they are set to.
	hidden []string
	// needs are properties of a parent that listing asks for.
	needs []string
	// list and read are the IAM actions of the handlers.
	list, read []string
}

// controlledTypes are all types of the catalog, by name, with what their schemas say.
//
//nolint:gochecknoglobals // It is parsed once and never written to.
var controlledTypes = sync.OnceValue(func() map[string]*controlled {
	all := map[string]*controlled{}
	var t *controlled
	for line := range strings.Lines(cloudControlText) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case !strings.HasPrefix(line, "\t"):
			t = &controlled{name: words[0]}
			all[t.name] = t
		default:
			t.set(words[0], words[1:])
		}
	}
	return all
})

func (t *controlled) set(word string, values []string) {
	switch word {
	case "id":
		t.id = values
	case "arn":
		t.arn = values[0]
	case "hidden":
		t.hidden = values
	case "needs":
		t.needs = values
	case "list":
		t.list = values
	case "read":
		t.read = values
	}
}

// parent is whose resources a type is listed by: for each property that listing asks
// for, the property of the parent.
type parent struct {
	typ   string
	model map[string]string
}

// parents are those of types that Cloud Control lists only by parent.
func parents(typ string) (parent, bool) {
	switch typ {
	case "AWS::AppSync::DataSource":
		return parent{"AWS::AppSync::GraphQLApi", map[string]string{"ApiId": "ApiId"}}, true
	case "AWS::VpcLattice::Listener":
		return parent{"AWS::VpcLattice::Service", map[string]string{"ServiceIdentifier": "Arn"}}, true
	case "AWS::VpcLattice::Rule":
		return parent{"AWS::VpcLattice::Listener", map[string]string{"ServiceIdentifier": "ServiceArn", "ListenerIdentifier": "Arn"}}, true
	}
	return parent{}, false
}

// kind is which of the services for Cloud Control reads a type.
type kind int

const (
	regional kind = iota
	// late are types in whose settings others are named.
	late
	// global are those of which every region gives the same answer.
	global
)

func kindOf(typ string) kind {
	switch service(typ) {
	case "chatbot", "cloudfront", "globalaccelerator", "iam", "route53":
		return global
	}
	t := canonicalType(typ)
	if t != nil && (t.Role.Runs() || t.Role == catalog.Template || t.Role == catalog.Trigger) {
		return late
	}
	return regional
}

// controllable are the types that Cloud Control can list and read and that none of the
// services does, parents before children and what there can be very much of last.
// Types that only say who may do what, or that hold others, are left out.
func controllable(services []*collect.Service, of kind) []*controlled {
	taken := map[string]bool{}
	covered := map[string]bool{} // canonical types
	for _, s := range services {
		for _, typ := range s.Types {
			taken[typ] = true
			for _, name := range catalog.Mapped(typ) {
				covered[name] = true
			}
		}
	}
	var out []*controlled
	for name, t := range controlledTypes() {
		_, hasParent := parents(name)
		// A second way of writing what is read already would have it twice.
		again := !slices.ContainsFunc(catalog.Mapped(name), func(t string) bool { return !covered[t] })
		if taken[name] || again || len(t.list) == 0 || len(t.read) == 0 || len(t.needs) > 0 && !hasParent || kindOf(name) != of || !matters(name) {
			continue
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *controlled) int {
		if c := orderOf(a) - orderOf(b); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	return out
}

// orderOf is the place of a type in the order of reading.
func orderOf(t *controlled) int {
	const last = 100
	switch t.name {
	case "AWS::Scheduler::Schedule", "AWS::IoT::TopicRule", "AWS::Glue::Job", "AWS::Glue::Trigger", "AWS::SSM::Parameter":
		return last
	}
	depth := 0
	for p, ok := parents(t.name); ok; p, ok = parents(p.typ) {
		depth++
	}
	return depth
}

// service is that of a type, in lower case.
func service(typ string) string {
	parts := strings.Split(typ, "::")
	if len(parts) != 3 {
		return ""
	}
	return strings.ToLower(parts[1])
}

func matters(typ string) bool {
	return slices.ContainsFunc(catalog.Mapped(typ), func(name string) bool {
		t, ok := catalog.Lookup(name)
		return ok && t.Role != catalog.Access && t.Role != catalog.Scope
	})
}

// partly are types of which the list says what is needed, and reading would need leave
// to see secrets.
func partly(typ string) bool { return typ == "AWS::SSM::Parameter" }

// onlyReading keeps of the actions of handlers those that read settings. Handlers name
// more than they need for listing: the role of faultline-live is to change nothing.
func onlyReading(actions []string) []string {
	var out []string
	for _, a := range actions {
		prefix, op, _ := strings.Cut(a, ":")
		if reads(op) {
			out = append(out, strings.ToLower(prefix)+":"+op)
		}
	}
	return out
}

func reads(op string) bool {
	return slices.ContainsFunc([]string{"Get", "List", "Describe", "BatchGet"}, func(p string) bool { return strings.HasPrefix(op, p) })
}
