package graph

// Directive is an instruction to faultline in the text of a source, such as the
// comment "# faultline:ignore aws-rds-single-az reason=…". Parsers only find it;
// what it means is for whoever settles findings.
type Directive struct {
	// Text is what follows "faultline:", without the end of the comment.
	Text string
	// Location is where the directive itself stands.
	Location Location
	// Covers is the text to which it applies: the line that it ends, or the statement
	// or block before which it stands alone. A directive that stands before nothing
	// covers its own line.
	Covers Location
}
