package terraform

import (
	"strings"
	"testing"
)

// TestPanicSite holds that a defect is reported by its place in this module, and not
// by a path of the machine.
func TestPanicSite(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Fatal("no panic")
		}
		if at := panicSite(); !strings.HasPrefix(at, "parsers/terraform/panic_test.go:") {
			t.Errorf("got %q", at)
		}
	}()
	panic("a defect")
}
