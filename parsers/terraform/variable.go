package terraform

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
)

// variable gives the value of an input variable: what the caller passes, else the
// default, else an unknown that names the variable.
func (m *moduleInstance) variable(name string, at hcl.Range) cty.Value {
	return m.once(refVar, name, &at, func() cty.Value {
		v := m.mod.variables[name]
		if v == nil {
			return (&frame{m: m}).undeclared(&reference{kind: refVar, root: "var", name: name, traversal: anchor(at)})
		}
		val := m.inputValue(v)
		if v.sensitive {
			val = val.Mark(funcs.Sensitive)
		}
		return val
	})
}

func (m *moduleInstance) inputValue(v *variable) cty.Value {
	given, ok := cty.NilVal, false
	if m.parent == nil {
		given = m.root.inputs()[v.name]
		ok = given != cty.NilVal
	} else if arg := m.call.args[v.name]; arg != nil {
		given, ok = m.frame.eval(arg), true
	}
	if ok {
		if u, _ := given.Unmark(); !u.IsKnown() || !u.IsNull() || v.nullable {
			return m.typed(v, given)
		}
	}
	if v.def != nil {
		return m.typed(v, (&frame{m: m}).eval(v.def))
	}
	return unknownOf(v.typ.WithoutOptionalAttributesDeep(), m.root.need(m.address("var."+v.name)))
}

// typed applies optional defaults and converts to the declared type.
func (m *moduleInstance) typed(v *variable, val cty.Value) cty.Value {
	if v.typ == cty.DynamicPseudoType {
		return val
	}
	if v.defaults != nil {
		if u, _ := val.Unmark(); u.IsKnown() && !u.IsNull() {
			val = v.defaults.Apply(val)
		}
	}
	if val.Type().Equals(v.typ) {
		return val
	}
	out, err := convert.Convert(val, v.typ)
	if err != nil {
		m.root.warn(&v.rng, "Value does not fit its variable", fmt.Sprintf(
			"%s: %s. The value is used as it is.", m.address("var."+v.name), err), false)
		return val
	}
	return out
}

// inputs are the values given to the root module's variables, in Terraform's
// precedence: environment, terraform.tfvars, terraform.tfvars.json, *.auto.tfvars
// in order of name, then --var and --var-file as they were given.
func (r *root) inputs() map[string]cty.Value {
	if r.given != nil {
		return r.given
	}
	r.given = map[string]cty.Value{}
	mod := r.loader.load(r.dir)
	for name, text := range r.opts.Env {
		r.setText(mod, name, text, "TF_VAR_"+name)
	}
	for _, file := range r.variableFiles() {
		r.setFile(file)
	}
	for _, in := range r.opts.Inputs {
		switch {
		case in.File != "":
			r.setFile(in.File)
		case in.Data != nil:
			delete(r.givenAt, in.Name)
			r.given[in.Name] = fromData(in.Data)
		default:
			r.setText(mod, in.Name, in.Value, "--var "+in.Name)
		}
	}
	return r.given
}

func (r *root) variableFiles() []string {
	var auto []string
	entries, err := fs.ReadDir(r.opts.FS, r.dir)
	if err != nil {
		return nil
	}
	plain := map[string]bool{}
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir():
		case name == "terraform.tfvars" || name == "terraform.tfvars.json":
			plain[name] = true
		case strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json"):
			auto = append(auto, path.Join(r.dir, name))
		}
	}
	slices.Sort(auto)
	var files []string
	for _, name := range []string{"terraform.tfvars", "terraform.tfvars.json"} {
		if plain[name] {
			files = append(files, path.Join(r.dir, name))
		}
	}
	return append(files, auto...)
}

func (r *root) setFile(name string) {
	shown := r.loader.display(name)
	at := &hcl.Range{Filename: shown, Start: hcl.InitialPos, End: hcl.InitialPos}
	src, err := readBounded(r.opts.FS, name, maxFileSize)
	if err != nil {
		r.warn(at, "Variable file not read", fmt.Sprintf("%s: %s. Variables may miss their values.", shown, cause(err)), true)
		return
	}
	if line, why := tooHard(src, name); why != "" {
		r.warn(at, "File too hard to read", fmt.Sprintf("%s:%d: %s. Variables may miss their values.", shown, line, why), true)
		return
	}
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		file, diags = json.Parse(src, shown)
	} else {
		file, diags = hclsyntax.ParseConfig(src, shown, hcl.InitialPos)
	}
	if diags.HasErrors() {
		r.warn(diags[0].Subject, "Variable file not fully read", diags[0].Summary+": "+diags[0].Detail, true)
	}
	if file == nil || file.Body == nil {
		return
	}
	r.builder.Directives = append(r.builder.Directives, directives(src, shown, file.Body)...)
	attrs, diags := file.Body.JustAttributes()
	if diags.HasErrors() {
		r.warn(diags[0].Subject, "Variable file not fully read", diags[0].Summary+": "+diags[0].Detail, true)
	}
	scratch := &module{used: map[string]*usage{}, functions: map[string]bool{}}
	for _, key := range sortedKeys(attrs) {
		a := attrs[key]
		x := newExpr(scratch, key, a.Expr, a.Expr.Range()).literally()
		// for is all that such a file may have; it is counted like any other.
		v, diags := x.Value(&hcl.EvalContext{Functions: map[string]function.Function{iterateFunction: r.functions[iterateFunction]}})
		if diags.HasErrors() {
			r.warn(&a.Range, "Variable file not fully read", diags[0].Summary+": "+diags[0].Detail, true)
			continue
		}
		r.given[key] = v
		r.givenAt[key] = a.Expr.Range()
	}
}

// setText takes a value as on a command line: text for a primitive variable, an
// expression otherwise.
func (r *root) setText(mod *module, name, text, from string) {
	v := mod.variables[name]
	if v == nil {
		return // one --var serves many roots
	}
	delete(r.givenAt, name)
	if v.typ.IsPrimitiveType() || !v.declared {
		r.given[name] = cty.StringVal(text)
		return
	}
	e, diags := hclsyntax.ParseExpression([]byte(text), from, hcl.InitialPos)
	if !diags.HasErrors() {
		var val cty.Value
		if val, diags = e.Value(nil); !diags.HasErrors() {
			r.given[name] = val
			return
		}
	}
	r.warn(nil, "Variable value not understood", fmt.Sprintf("%s: %s", from, diags[0].Detail), true)
}

// fromData converts plain data.
func fromData(data any) cty.Value {
	switch d := data.(type) {
	case string:
		return cty.StringVal(d)
	case bool:
		return cty.BoolVal(d)
	case int:
		return cty.NumberIntVal(int64(d))
	case float64:
		return cty.NumberFloatVal(d)
	case []any:
		items := make([]cty.Value, len(d))
		for i, e := range d {
			items[i] = fromData(e)
		}
		return cty.TupleVal(items)
	case map[string]any:
		members := make(map[string]cty.Value, len(d))
		for k, e := range d {
			members[k] = fromData(e)
		}
		return cty.ObjectVal(members)
	default:
		return cty.NullVal(cty.DynamicPseudoType)
	}
}
