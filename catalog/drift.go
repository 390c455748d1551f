package catalog

// Drift says that an attribute matters when what runs is compared with its code, and
// which difference is a weakness. The zero value does not matter.
type Drift struct {
	// Weaker is the value of what runs that is weaker than that of the code.
	Weaker Weaker
	// Order are the values from the weakest to the strongest, for Earlier.
	Order []string
	// Unless names what makes the difference no drift: "scaled" is that something
	// scales the resource, which changes the value all the time.
	Unless string
}

// Weaker is a direction.
type Weaker string

// The directions.
const (
	Lower  Weaker = "lower"  // a number
	Higher Weaker = "higher" // a number
	Off    Weaker = "false"  // a switch
	On     Weaker = "true"   // a switch
	Fewer  Weaker = "fewer"  // elements of a list or blocks; of a text or document, that it is missing
	More   Weaker = "more"   // elements of a list or blocks
	// Earlier is that the value stands before the other in Order.
	Earlier Weaker = "earlier"
	// Different has no direction: the difference is worth knowing.
	Different Weaker = "different"
)

// Scaled is the value of Unless for what a scaling policy changes.
const Scaled = "scaled"
