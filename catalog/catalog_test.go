package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	alb, ok := catalog.Lookup("aws_alb")
	if !ok || alb.Name != "aws_lb" {
		t.Error("an alias is not found")
	}
	if _, ok := catalog.Lookup("aws_unheard_of"); ok {
		t.Error("an unknown type is found")
	}
	if !slices.IsSorted(catalog.Types()) || len(catalog.Types()) < 65 {
		t.Error("types:", catalog.Types())
	}
}

// TestAttributesExist holds every attribute against the provider's schema, but for
// those that folding or a function makes.
func TestAttributesExist(t *testing.T) {
	t.Parallel()
	for _, name := range catalog.Types() {
		typ, _ := catalog.Lookup(name)
		block, ok := provider.Resource(name)
		if !ok {
			t.Errorf("the provider has no type %s", name)
			continue
		}
		for _, a := range typ.Attributes {
			if a.Derived {
				continue
			}
			_, isAttribute := block.Attribute(a.Name)
			_, isBlock := block.NestedBlock(a.Name)
			if !isAttribute && !isBlock && !(block.Partial() && (a.Name == "id" || a.Name == "name")) {
				t.Errorf("%s has no attribute %s", name, a.Name)
			}
		}
	}
}

// TestTypesAreUseful finds files that say next to nothing, and relations that no
// type of the catalog could be at the other end of.
func TestTypesAreUseful(t *testing.T) {
	t.Parallel()
	for _, name := range catalog.Types() {
		typ, _ := catalog.Lookup(name)
		if len(typ.Attributes) == 0 {
			t.Errorf("%s has no attributes", name)
		}
		if len(typ.Identifiers) == 0 {
			t.Errorf("nothing names a %s", name)
		}
		for _, e := range typ.Edges {
			for _, to := range e.To {
				if strings.Split(to, "_")[0] != strings.Split(name, "_")[0] {
					t.Errorf("%s: an edge to another provider: %s", name, to)
				}
			}
		}
	}
}
