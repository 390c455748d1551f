package terraform

import "strings"

func bytesLines(stack []byte) []string { return strings.Split(string(stack), "\n") }

// containsOwn reports whether a stack line is a source line of this module, other
// than the recovery itself.
func containsOwn(line string) bool {
	return strings.Contains(line, "/parsers/terraform/") && !strings.Contains(line, "terraform.go")
}
