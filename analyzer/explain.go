package analyzer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/internal/suggest"
)

// explained turns the errors of OPA's parser and compiler into one error a mistake,
// each with file and line, and says what to do where OPA does not.
func explained(err error) error {
	var list ast.Errors
	if !errors.As(err, &list) {
		return err
	}
	problems := make([]error, len(list))
	for i, e := range list {
		problems[i] = explainOne(e)
	}
	return errors.Join(problems...)
}

func explainOne(e *ast.Error) error {
	at := ""
	if e.Location != nil {
		at = fmt.Sprintf("%s:%d: ", e.Location.File, e.Location.Row)
	}
	if what := mistake(e); what != "" {
		return errors.New(at + what)
	}
	lines := []string{at + e.Code + ": " + e.Message}
	if e.Details != nil {
		for _, line := range e.Details.Lines() {
			lines = append(lines, shortened(line))
		}
	}
	return errors.New(strings.Join(lines, "\n\t"))
}

// shortened keeps a line of OPA's that lists every attribute of a type readable.
func shortened(line string) string {
	if runes := []rune(line); len(runes) > 200 {
		return string(runes[:200]) + " …"
	}
	return line
}

// mistake says in full sentences what the commonest errors mean; empty for others.
func mistake(e *ast.Error) string {
	if d, ok := e.Details.(*ast.RefErrInvalidDetail); ok && d.Pos < len(d.Ref) {
		return unknownName(e, d)
	}
	if name, ok := strings.CutPrefix(e.Message, "undefined function "); ok {
		return e.Message + noFunction(name)
	}
	if strings.HasSuffix(e.Message, " is unsafe") {
		return e.Message + ": nothing gives it a value. Is the name misspelt, or a line missing that assigns it?"
	}
	return ""
}

func unknownName(e *ast.Error, d *ast.RefErrInvalidDetail) string {
	word, ok := d.Ref[d.Pos].Value.(ast.String)
	if !ok {
		return ""
	}
	var known []string
	for _, v := range d.OneOf {
		if s, ok := v.(ast.String); ok {
			known = append(known, string(s))
		}
	}
	hint := suggest.Nearest(string(word), known)
	if hint == "" && len(known) > 0 {
		hint = "; there are " + strings.Join(known[:min(len(known), 12)], ", ")
		if len(known) > 12 {
			hint += ", … (docs/resources lists them all)"
		}
	}
	return fmt.Sprintf("%s: there is no %q here%s", e.Message, string(word), hint)
}

// noFunction says why a rule cannot call a function.
func noFunction(name string) string {
	if _, exists := ast.BuiltinMap[name]; exists {
		return ". OPA has it, but rules may not use it: they judge what they are given, without network, files, environment, clock or chance"
	}
	var known []string
	for _, list := range [][]*ast.Builtin{graphDecls(), attrDecls()} {
		for _, b := range list {
			if fn, found := strings.CutPrefix(b.Name, attrPrefix); found {
				known = append(known, "data."+attrPackage+"."+fn)
			} else {
				known = append(known, "data."+graphPackage+"."+strings.TrimPrefix(b.Name, fnPrefix))
			}
		}
	}
	for _, b := range sandbox().Builtins {
		if !strings.HasPrefix(b.Name, "internal.") && !strings.HasPrefix(b.Name, fnPrefix) {
			known = append(known, b.Name)
		}
	}
	slices.Sort(known)
	return suggest.Nearest(name, known)
}
