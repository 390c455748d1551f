package services

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/live/collect"
)

// TestDeclared holds what services declare, and with it the policy that is printed, to
// what they call: every declared operation is called somewhere in the package's text, as
// a method or through its paginator, and every call is declared. That no other is made
// is seen to at run time.
func TestDeclared(t *testing.T) {
	t.Parallel()
	called := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				name := sel.Sel.Name
				if op, ok := strings.CutPrefix(name, "New"); ok {
					name, _ = strings.CutSuffix(op, "Paginator")
				}
				called[name] = true
			}
			return true
		})
	}
	// Beside those of the SDK, these read in spite of their names.
	reads := regexp.MustCompile(`^(Describe|List|Get|BatchGet|Select|Lookup)`)
	declared := map[string]bool{}
	inventory, asking := Inventory("aggregator", testRegion)
	for _, s := range append(append(All(), asking...), inventory.Service) {
		for _, c := range s.Calls {
			declared[c.Op] = true
			if !called[c.Op] {
				t.Errorf("%s declares %s and does not call it", s.Name, c.Op)
			}
			if !reads.MatchString(c.Op) {
				t.Errorf("%s declares %s, which does not look like a call that only reads", s.Name, c.Op)
			}
			for _, a := range c.Actions {
				if _, op, ok := strings.Cut(a, ":"); !ok || !reads.MatchString(op) && a != "apigateway:GET" {
					t.Errorf("%s needs %s, which does not look like an action that only reads", s.Name, a)
				}
			}
		}
	}
	operation := regexp.MustCompile(`^(Describe|List|BatchGet|Select)[A-Z]\w+$`)
	for name := range called {
		if operation.MatchString(name) && !declared[name] && !strings.HasSuffix(name, "Input") && !strings.HasSuffix(name, "Output") {
			t.Errorf("%s is called and no service declares it", name)
		}
	}
}

// TestServices holds what every service must have.
func TestServices(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, s := range All() {
		if s.Name == "" || s.SDK == "" || s.Read == nil || len(s.Calls) == 0 || len(s.Types) == 0 {
			t.Errorf("service %q is not whole", s.Name)
		}
		for _, typ := range s.Types {
			if other, twice := seen[typ]; twice {
				t.Errorf("%s and %s both read %s", other, s.Name, typ)
			}
			seen[typ] = s.Name
		}
	}
	if !slices.IsSortedFunc(All(), func(a, b *collect.Service) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("services are not in order")
	}
}
