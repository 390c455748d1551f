package cloudformation

import (
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// includeMembers adds what Fn::Transform brings into an object; it returns what the
// object waits for when that cannot be read.
func (f *frame) includeMembers(out *value, p pair) *value {
	v := f.transformCall(p.val)
	if v.kind != kindObject {
		return computed(v)
	}
	out.members = append(out.members, v.members...)
	return nil
}

// transformCall evaluates Fn::Transform: AWS::Include of a local file; what a macro
// would make of the rest is unknown.
func (f *frame) transformCall(arg *yaml.Node) *value {
	arg = resolved(arg)
	if calls := arguments(arg); len(calls) == 1 {
		arg = resolved(calls[0])
	}
	name, _ := plainText(lookup(arg, "Name"))
	if name != includeTransform {
		f.report(arg, graph.SeverityInfo, false, "Value known after deployment",
			"What the macro %s makes of it is decided when the stack is deployed; it is taken as unknown.", clip(name))
		return f.s.made(macroOf(arg))
	}
	file, root, why := f.included(lookup(lookup(arg, "Parameters"), "Location"))
	if root == nil {
		f.report(arg, graph.SeverityError, true, "Include not read", "%s What it holds is taken as unknown.", why)
		return unknown("an included file")
	}
	inner := &frame{s: f.s, file: file, loop: f.loop}
	return inner.eval(root)
}

// macroOf names what a transform brings in.
func macroOf(n *yaml.Node) string {
	if calls := arguments(n); len(calls) == 1 {
		n = calls[0]
	}
	name, _ := plainText(lookup(n, "Name"))
	if name == includeTransform {
		return "an included file"
	}
	return "macro " + clip(name)
}

// made is a value that a transform makes.
func (s *stack) made(what string) *value {
	if s.macros == nil {
		s.macros = map[string]bool{}
	}
	s.macros[what] = true
	return unknown(what)
}

// included reads the file that AWS::Include names, if it is local. Otherwise it says why not.
func (f *frame) included(location *yaml.Node) (*template, *yaml.Node, string) {
	v := f.eval(location)
	if !v.scalar() {
		return nil, nil, "The location of the included file is unknown."
	}
	p, ok := f.local(v.text)
	if !ok {
		return nil, nil, fmt.Sprintf("The included file %s is not below the boundary.", clip(v.text))
	}
	t := f.s.run.fragment(p)
	if t.root == nil {
		return nil, nil, fmt.Sprintf("The included file %s cannot be read.", clip(v.text))
	}
	return t, t.root, ""
}

// local turns a location that a template gives into a path below the boundary; false
// for what is kept elsewhere.
func (f *frame) local(location string) (string, bool) {
	location = strings.TrimPrefix(location, "file://")
	if location == "" || strings.Contains(location, "://") || strings.HasPrefix(location, "/") {
		return "", false
	}
	p := path.Join(path.Dir(f.file.path), location)
	if p == ".." || strings.HasPrefix(p, "../") {
		return "", false
	}
	return p, true
}

// fragment reads a file that is part of a template, each once.
func (r *run) fragment(p string) *template {
	if t := r.fragments[p]; t != nil {
		return t
	}
	t := &template{path: p, file: r.opts.Display(p)}
	r.fragments[p] = t
	src, err := readBounded(r.fs, p, maxFileSize)
	if err != nil {
		return t
	}
	src = withoutMark(src)
	if root, err := parse(src); err == nil {
		t.root, t.text = resolved(root), newSource(src)
		t.check()
		r.builder.Diagnostics = append(r.builder.Diagnostics, t.diags...)
	}
	return t
}
