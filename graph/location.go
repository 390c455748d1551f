package graph

// Location is a range of text. File is slash-separated and relative to the
// repository (else to the scanned directory); lines and columns count from 1,
// columns in characters.
type Location struct {
	File      string
	Line      int
	Column    int
	EndLine   int
	EndColumn int
}

// Step is one place that a value passed through.
type Step struct {
	Location Location
	// Note says what the place is, in words to put after the line: "decides
	// multi_az", "module call", "default of var.multi_az".
	Note string
	// Call is set for the block of a module call or nested stack.
	Call bool
}

// Trace is the way of a value from where it was decided to where it is used.
type Trace struct {
	// Steps run from the innermost place (the attribute in the resource, or its
	// block when the attribute is absent) outwards through locals, variables and
	// module arguments.
	Steps []Step
	// Decides is the index in Steps of the place to change.
	Decides int
	// Calls are the module calls around the resource, innermost first.
	Calls []Location
}

// Locator finds the text behind a resource's attributes. It is called lazily,
// for findings only, and must be safe for concurrent use.
type Locator interface {
	Locate(path Path) Trace
}

// Deciding returns the place to change, or nil when the source has no text.
func (t Trace) Deciding() *Location {
	if t.Decides >= len(t.Steps) {
		return nil
	}
	return &t.Steps[t.Decides].Location
}
