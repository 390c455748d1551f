// Package failure says what goes down when something is lost: it turns a resource
// graph and what the catalog knows of failing into one fault tree, of which every
// service that users call is a top.
//
// Start with [New], then ask the [Model] for [Model.CutSets], [Model.Simulate] or
// [Model.Assess]. What each word means for a service, and where the model ends, is
// stated in docs/failure-model.md; the words are those of docs/glossary.md.
package failure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Kind is what is lost in an [Event].
type Kind string

// The kinds of events.
const (
	Zone     Kind = "zone"
	Region   Kind = "region"
	Account  Kind = "account"
	Instance Kind = "resource" // one component that can fail by itself
)

// rank orders kinds from the widest to the narrowest loss.
func (k Kind) rank() int {
	return slices.Index([]Kind{Account, Region, Zone, Instance}, k)
}

// Event is one loss: "zone:eu-west-1a", "region:eu-west-1", "resource:aws_instance.a".
type Event struct {
	Kind Kind
	// ID is the zone or region by its provider's name, or the address of the resource.
	// The zone of something of which nothing says where it is has the ID "?ADDRESS".
	ID string
}

// String is KIND:ID, the form of simulate --lose.
func (e Event) String() string { return string(e.Kind) + ":" + e.ID }

// Unplaced reports whether the event is the loss of a zone, or region, that nothing names.
func (e Event) Unplaced() bool { return strings.HasPrefix(e.ID, "?") }

func compareEvents(a, b Event) int {
	return cmp.Or(cmp.Compare(a.Kind.rank(), b.Kind.rank()), cmp.Compare(a.ID, b.ID))
}

// Doubt is something that the configuration leaves open and that a verdict depends on.
type Doubt struct {
	// Resource is what it is about.
	Resource *graph.Resource
	// Text says what would have to be so for the worse, as part of a sentence:
	// "its only copy is in eu-west-1a".
	Text string
	// Needs is what would decide it, in the words of the source; may be empty where
	// the provider decides.
	Needs []string
}

// Options tune a model. The zero value is usable.
type Options struct {
	// Services are declared by the user; entry points that none of them names are
	// services of their own.
	Services []Declared
	// Facts override what the catalog knows of recovery.
	Facts []Fact
	// changes are tried out: what the improvement search does.
	changes []change
	// promises makes a model in which each resource fails as often as its SLA allows,
	// instead of with its zones and regions.
	promises bool
}

// Declared is a service that the user names.
type Declared struct {
	Name string
	// Entry are address patterns of the resources through which it is called.
	Entry []string
	// Members are address patterns of what it needs beside what its entries lead to.
	Members []string
	// Hard and Soft are address patterns of dependencies: without a hard one it is
	// down, without a soft one degraded.
	Hard, Soft []string
	// Criticality is copied to the results.
	Criticality string
	// Tags select entries by tag, beside Entry.
	Tags map[string]string
}
