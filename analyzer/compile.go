package analyzer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// compiled is the result of compiling some rules of a set.
type compiled struct {
	rules    []*Rule
	onlyOPA  bool // no programs
	compiler *ast.Compiler
	queries  map[*Rule]ast.Body
	// programs are those of a rule's verdicts; a rule is whole where each of its bodies
	// has one.
	programs map[*Rule][]*program
	whole    map[*Rule]bool
	// attributes are those that the rules and their libraries mention; nil means any.
	attributes []string
}

// compile parses and compiles the rules together with the libraries that they
// import, or returns what is left from the last time.
func (s *RuleSet) compile(rules []*Rule, onlyOPA bool) (*compiled, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.compiled != nil && slices.Equal(s.compiled.rules, rules) && s.compiled.onlyOPA == onlyOPA {
		return s.compiled, nil
	}
	modules, err := s.parse(rules)
	if err != nil {
		return nil, err
	}
	c := &compiled{
		rules: slices.Clone(rules), onlyOPA: onlyOPA, queries: make(map[*Rule]ast.Body, len(rules)),
		programs: map[*Rule][]*program{}, whole: map[*Rule]bool{},
	}
	for _, r := range rules {
		c.queries[r] = query(modules[s.modules[r.ID].path].Package.Path, s.modules[r.ID].verdicts)
	}
	c.compiler = newCompiler().
		// The rules were compiled with every check when they were indexed or, a
		// user's own, when they were loaded. What is left out here only checks.
		WithSkipStages(checkingStages()...)
	if !onlyOPA {
		c.compiler.WithStageAfterID(ast.StageRewriteDynamicTerms, ast.CompilerStageDefinition{
			Name: "Programs", MetricName: "programs", Stage: programStage(c.queries, c.programs, c.whole),
		})
	}
	c.compiler.Compile(modules)
	if c.compiler.Failed() {
		return nil, fmt.Errorf("compiling the rules: %w", c.compiler.Errors)
	}
	if c.attributes, err = s.attributes(rules); err != nil {
		return nil, err
	}
	s.compiled = c
	return c, nil
}

// attributes returns the names that rules and their libraries mention, or nil when one
// of them can look at any attribute.
func (s *RuleSet) attributes(rules []*Rule) ([]string, error) {
	needed, err := s.needed(rules)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, m := range needed {
		if slices.Contains(m.attributes, anyAttribute) {
			return nil, nil
		}
		names = append(names, m.attributes...)
	}
	return names, nil
}

// query is {fail = data.rules.….fail; undetermined = data.rules.….undetermined}, in
// the form that the compiler would give it.
func query(pkg ast.Ref, verdicts []string) ast.Body {
	var body ast.Body
	for _, v := range verdicts {
		body.Append(ast.Equality.Expr(ast.VarTerm(v), ast.NewTerm(pkg.Append(ast.StringTerm(v)))))
	}
	return body
}

// parse returns the modules of rules and of all that they import, by path.
func (s *RuleSet) parse(rules []*Rule) (map[string]*ast.Module, error) {
	needed, err := s.needed(rules)
	if err != nil {
		return nil, err
	}
	modules, errs := make([]*ast.Module, len(needed)), make([]error, len(needed))
	each(len(needed), 0, func(i int) {
		m := needed[i]
		text, err := m.read()
		if err != nil {
			errs[i] = fmt.Errorf("reading a rule: %w", err)
			return
		}
		if modules[i], err = ast.ParseModuleWithOpts(m.path, string(text), parserOptions()); err != nil {
			errs[i] = fmt.Errorf("parsing a rule: %w", err)
		}
	})
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	parsed := make(map[string]*ast.Module, len(needed))
	for i, m := range needed {
		parsed[m.path] = modules[i]
	}
	return parsed, nil
}

// needed lists the modules of rules and of all that they import, without the libraries
// that are native.
func (s *RuleSet) needed(rules []*Rule) ([]*module, error) {
	var list []*module
	seen := map[*module]bool{}
	var add func(m *module) error
	add = func(m *module) error {
		if seen[m] || m == s.libs[graphPackage] || m == s.libs[attrPackage] {
			return nil
		}
		seen[m] = true
		list = append(list, m)
		for _, pkg := range m.imports {
			lib := s.libs[pkg]
			if lib == nil {
				return fmt.Errorf("%s imports data.%s, which does not exist", m.path, pkg)
			}
			if err := add(lib); err != nil {
				return err
			}
		}
		return nil
	}
	for _, r := range rules {
		if err := add(s.modules[r.ID]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func parserOptions() ast.ParserOptions {
	return ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: &ast.Capabilities{Features: ast.Features}}
}

// Check compiles every rule and library with all of the compiler's checks. With the
// JSON Schema of the input it also finds attributes that do not exist; schema may
// be nil.
func (s *RuleSet) Check(schema any) error { return s.check(s.rules, schema) }

func (s *RuleSet) check(rules []*Rule, schema any) error {
	modules, err := s.parse(rules)
	if err != nil {
		return err
	}
	compiler := newCompiler().WithStrict(true).SetErrorLimit(0)
	if schema != nil {
		schemas := ast.NewSchemaSet()
		schemas.Put(ast.SchemaRootRef, schema)
		compiler.WithSchemas(schemas)
	}
	if compiler.Compile(modules); compiler.Failed() {
		return explained(compiler.Errors)
	}
	return nil
}

func newCompiler() *ast.Compiler {
	return ast.NewCompiler().
		WithCapabilities(sandbox()).
		WithStageAfterID(ast.StageResolveRefs, ast.CompilerStageDefinition{
			Name: "NativeCalls", MetricName: "native_calls", Stage: nativeCalls,
		})
}

// checkingStages are the stages of compilation that change nothing in rules that
// passed them before.
func checkingStages() []ast.StageID {
	return []ast.StageID{
		ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports,
		ast.StageCheckVoidCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
		ast.StageRewriteRegoMetadataCalls, ast.StageSetGraph, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
		ast.StageCheckSafetyRuleHeads, ast.StageCheckRecursion, ast.StageCheckTypes,
		ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageBuildRequiredCapabilities,
	}
}

// sandbox is what Rego may use: functions of their arguments alone, no clock, no
// randomness, no network, no environment, and the walk over the graph.
func sandbox() *ast.Capabilities {
	allowed := make([]*ast.Builtin, 0, 160)
	for _, b := range ast.Builtins {
		if pure(b) {
			allowed = append(allowed, b)
		}
	}
	return &ast.Capabilities{
		Builtins: slices.Concat(allowed, graphDecls(), attrDecls()),
		Features: ast.Features,
		AllowNet: []string{},
	}
}

// pure admits functions by family, so that one that comes with a new OPA is out until
// somebody lets it in.
func pure(b *ast.Builtin) bool {
	if b.Nondeterministic || b.IsDeprecated() {
		return false
	}
	family, _, namespaced := strings.Cut(b.Name, ".")
	if !namespaced {
		return b.Name != "trace"
	}
	switch family {
	case "array", "bits", "graph", "internal", "json", "numbers", "object", "regex", "glob", "semver", "strings", "units", "base64", "yaml":
		return b.Name != "json.match_schema" && b.Name != "json.verify_schema"
	default:
		return false
	}
}

// noData is the base document of a run: rules have input and each other, but no data.
type noData struct{ storage.Store }

// Read finds nothing.
func (noData) Read(context.Context, storage.Transaction, storage.Path) (any, error) {
	return nil, &storage.Error{Code: storage.NotFoundErr, Message: "there is no data"}
}
