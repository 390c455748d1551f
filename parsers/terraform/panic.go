package terraform

import (
	"runtime/debug"
	"strings"
)

// panicSite names the line of this module that a recovered panic came from, without
// the folders of the machine that it was built on.
func panicSite() string {
	for line := range strings.Lines(string(debug.Stack())) {
		_, own, ok := strings.Cut(line, "/parsers/terraform/")
		if ok && !strings.HasPrefix(own, "panic.go") && !strings.HasPrefix(own, "terraform.go") {
			at, _, _ := strings.Cut(strings.TrimSpace(own), " ")
			return "parsers/terraform/" + at
		}
	}
	return "an unknown place"
}
