package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/faultline-dev/faultline/graph"
)

// graphPackage is the library that rules import to walk the graph. The rules file
// system has it in pure Rego, for `opa test`; the engine answers the same functions
// itself (see nativeCalls).
const graphPackage = "lib.graph"

// The functions that answer for those of the library, by its names.
const (
	fnPrefix      = "faultline."
	fnGet         = fnPrefix + "get"
	fnTargets     = fnPrefix + "targets"
	fnSources     = fnPrefix + "sources"
	fnReach       = fnPrefix + "reach"
	fnReachedFrom = fnPrefix + "reached_from"
	fnOpen        = fnPrefix + "open"
	fnOpenIn      = fnPrefix + "open_in"
	fnHeld        = fnPrefix + "held"
	fnMissing     = fnPrefix + "missing"
	fnOfType      = fnPrefix + "of_type"
)

// graphDecls declares the functions to the compiler.
func graphDecls() []*ast.Builtin {
	list := types.NewArray(nil, types.A)
	kinds := types.NewAny(types.NewArray(nil, types.S), types.NewSet(types.S))
	decl := func(name string, result types.Type, args ...types.Type) *ast.Builtin {
		return &ast.Builtin{Name: name, Decl: types.NewFunction(types.Args(args...), result)}
	}
	return []*ast.Builtin{
		decl(fnGet, types.A, types.S),
		decl(fnTargets, list, types.S, types.S),
		decl(fnSources, list, types.S, types.S),
		decl(fnReach, list, types.S, kinds),
		decl(fnReachedFrom, list, types.S, kinds),
		decl(fnOpen, list, types.S, types.S),
		decl(fnOpenIn, list, types.S, types.S, types.S),
		decl(fnHeld, list, types.S, types.S),
		decl(fnMissing, types.NewArray(nil, types.S), types.S),
		decl(fnOfType, list, types.S),
	}
}

// nativeCalls is a stage of the compiler that turns calls of the library into calls of
// the functions here, without a Rego function in between, whose arguments and results
// would be kept for every resource.
func nativeCalls(c *ast.Compiler) *ast.Error {
	native := map[string]*ast.Term{}
	for _, decl := range graphDecls() {
		native[graphPackage+"."+strings.TrimPrefix(decl.Name, fnPrefix)] = ast.NewTerm(decl.Ref())
	}
	for _, decl := range attrDecls() {
		native[attrPackage+"."+strings.TrimPrefix(decl.Name, attrPrefix)] = ast.NewTerm(decl.Ref())
	}
	replace := func(call []*ast.Term) {
		if ref, ok := call[0].Value.(ast.Ref); ok && len(ref) == 4 && ref[0].Equal(ast.DefaultRootDocument) {
			if fn := native[libraryCall(ref)]; fn != nil {
				call[0] = fn
			}
		}
	}
	for _, m := range c.Modules {
		ast.WalkExprs(m, func(e *ast.Expr) bool {
			if call, ok := e.Terms.([]*ast.Term); ok {
				replace(call)
			}
			return false
		})
		ast.WalkTerms(m, func(t *ast.Term) bool {
			if call, ok := t.Value.(ast.Call); ok {
				replace(call)
			}
			return false
		})
	}
	return nil
}

// libraryCall is "lib.graph.get" for data.lib.graph.get.
func libraryCall(ref ast.Ref) string {
	parts := make([]string, 0, len(ref)-1)
	for _, t := range ref[1:] {
		s, ok := t.Value.(ast.String)
		if !ok {
			return ""
		}
		parts = append(parts, string(s))
	}
	return strings.Join(parts, ".")
}

// traversal answers the graph functions for one goroutine.
type traversal struct {
	g     *graph.Graph
	terms *terms
	open  *opens
}

func newTraversal(t *terms, o *opens) *traversal { return &traversal{g: t.g, terms: t, open: o} }

// nativeFunction answers a call; no term means undefined.
type nativeFunction func(args []*ast.Term) (*ast.Term, error)

// functions returns the functions by the names under which they are declared.
func (v *traversal) functions() map[string]nativeFunction {
	return map[string]nativeFunction{
		fnGet: func(args []*ast.Term) (*ast.Term, error) {
			id, err := text(args[0])
			if err != nil {
				return nil, err
			}
			if r := v.g.Resource(id); r != nil {
				return v.terms.resource(r), nil
			}
			return nil, nil //nolint:nilnil // no term means undefined to Rego
		},
		fnTargets:     v.ends(v.g.Targets),
		fnSources:     v.ends(v.g.Sources),
		fnReach:       v.reach(false),
		fnReachedFrom: v.reach(true),
		fnOpen:        v.open.openEdges,
		fnOpenIn:      v.open.openIn,
		fnHeld:        v.heldEdges,
		fnMissing: func(args []*ast.Term) (*ast.Term, error) {
			group, err := text(args[0])
			if err != nil {
				return nil, err
			}
			return v.terms.strings(v.g.Missing(group)), nil
		},
		fnOfType: func(args []*ast.Term) (*ast.Term, error) {
			typ, err := text(args[0])
			if err != nil {
				return nil, err
			}
			return v.terms.ofType(typ), nil
		},
	}
}

// builtins returns the functions in the form in which a query takes them.
func builtins(impl map[string]nativeFunction) map[string]*topdown.Builtin {
	found := make(map[string]*topdown.Builtin, 2*len(impl))
	attrBuiltins(found)
	for _, decl := range graphDecls() {
		f := impl[decl.Name]
		found[decl.Name] = &topdown.Builtin{Decl: decl, Func: func(_ topdown.BuiltinContext, args []*ast.Term, iter func(*ast.Term) error) error {
			result, err := f(args)
			if err != nil || result == nil {
				return err
			}
			return iter(result)
		}}
	}
	return found
}

func (v *traversal) ends(walk func(string, graph.EdgeKind) []*graph.Resource) nativeFunction {
	return func(args []*ast.Term) (*ast.Term, error) {
		id, err := text(args[0])
		if err != nil {
			return nil, err
		}
		kind, err := edgeKind(args[1])
		if err != nil {
			return nil, err
		}
		return v.terms.list(walk(id, kind)), nil
	}
}

func (v *traversal) reach(backwards bool) nativeFunction {
	return func(args []*ast.Term) (*ast.Term, error) {
		id, err := text(args[0])
		if err != nil {
			return nil, err
		}
		var kinds []graph.EdgeKind
		add := func(t *ast.Term) {
			kind, e := edgeKind(t)
			kinds = append(kinds, kind)
			if e != nil {
				err = e
			}
		}
		switch list := args[1].Value.(type) {
		case *ast.Array:
			list.Foreach(add)
		case ast.Set:
			list.Foreach(add)
		default:
			return nil, fmt.Errorf("kinds must be an array or a set, not %s", args[1])
		}
		if err != nil {
			return nil, err
		}
		return v.terms.list(v.g.Reach(id, backwards, kinds...)), nil
	}
}

func text(t *ast.Term) (string, error) {
	s, ok := t.Value.(ast.String)
	if !ok {
		return "", fmt.Errorf("expected a string, not %s", t)
	}
	return string(s), nil
}

// edgeKind refuses what is not a relation: a misspelt one would have no edges and
// look like an absence.
func edgeKind(t *ast.Term) (graph.EdgeKind, error) {
	s, err := text(t)
	if err != nil {
		return "", err
	}
	kind := graph.EdgeKind(s)
	if !slices.Contains(graph.EdgeKinds(), kind) {
		return "", fmt.Errorf("%q is no relation; there are %s", s, kindNames())
	}
	return kind, nil
}

func kindNames() string {
	names := make([]string, 0, len(graph.EdgeKinds()))
	for _, k := range graph.EdgeKinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}
