package cloudformation

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

const (
	nestedType      = "AWS::CloudFormation::Stack"
	applicationType = "AWS::Serverless::Application"
	// maxNestedStacks bounds how many stacks the nested ones of one are, and maxStackDepth how
	// deep they lie.
	maxNestedStacks = 2000
	maxStackDepth   = 20
)

// deploy makes the stacks: one of each template that no other one nests, or as many
// as the configuration names; and what is nested in them.
func (r *run) deploy(paths []string) error {
	nested := r.nestedTemplates(paths)
	for _, p := range paths {
		t := r.templates[p]
		if t.failed {
			continue
		}
		deployments := r.deployments(p)
		if len(deployments) == 0 && !nested[p] {
			deployments = []*assembled{{Stack: Stack{Template: p}}}
		}
		for _, d := range deployments {
			if err := r.deployOne(t, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// deployments are those of a template that the configuration or an assembly names.
func (r *run) deployments(p string) []*assembled {
	var found []*assembled
	for _, s := range r.opts.Stacks {
		if s.Template == p {
			found = append(found, &assembled{Stack: s})
		}
	}
	for _, s := range r.assembled {
		if s.Template != p {
			continue
		}
		if len(found) == 0 {
			return []*assembled{s}
		}
		for _, f := range found { // what the configuration says of it ranks above the manifest
			f.templates, f.constructs, f.tree = s.templates, s.constructs, s.tree
			f.Name, f.Region, f.Account = cmp.Or(f.Name, s.Name), cmp.Or(f.Region, s.Region), cmp.Or(f.Account, s.Account)
			f.Inputs = append(slices.Clone(s.Inputs), f.Inputs...)
		}
	}
	return found
}

func (r *run) deployOne(t *template, d *assembled) error {
	id := d.Name
	if id == "" {
		id = strings.TrimSuffix(t.file, path.Ext(t.file))
	}
	taken := func(id string) bool { return slices.ContainsFunc(r.stacks, func(s *stack) bool { return s.id == id }) }
	for _, suffix := range []string{d.Region, d.Account, path.Ext(t.file)} {
		if taken(id) && suffix != "" {
			id += "@" + strings.TrimPrefix(suffix, ".")
		}
	}
	for n, base := 2, id; taken(id); n++ {
		id = fmt.Sprintf("%s#%d", base, n)
	}
	s := r.newStack(t, id, id)
	s.name, s.account, s.region = d.Name, d.Account, d.Region
	if d.templates != nil {
		s.assembled = d
	}
	if d.Name == "" && isSAMDefault(t.path) {
		s.beside()
	}
	s.region = cmp.Or(s.region, r.opts.Region)
	s.account = cmp.Or(s.account, r.opts.Account)
	if err := s.inputs(d.Inputs); err != nil {
		return err
	}
	r.start(s, 0)
	return nil
}

// start expands a stack and those nested in it.
func (r *run) start(s *stack, depth int) {
	defer s.recovered()
	r.stacks = append(r.stacks, s)
	s.expand()
	for _, l := range s.order {
		if l.typ != nestedType && l.typ != stackSetType {
			continue
		}
		exists := s.exists(l)
		if exists.kind == kindBool && exists.text == "false" {
			continue
		}
		waits := slices.Concat(s.waits, l.waits)
		if exists.unknown() {
			waits = append(waits, exists.needs...)
		}
		if l.typ == stackSetType {
			s.deploySet(l, waits, depth)
		} else {
			s.nest(l, waits, depth)
		}
	}
}

// nest makes the stack that a resource nests, if its template is local.
func (s *stack) nest(l *logical, waits []string, depth int) {
	if rotationApplication.MatchString(l.application()) {
		// Nothing else refers to its function, and it has no alarms, backups or targets.
		l.frame.report(l.key, graph.SeverityInfo, false, "Application of AWS",
			"%s is the application of Secrets Manager that rotates a secret: a function, which is not judged.", l.id)
		return
	}
	t, why := s.nestedTemplate(l)
	switch {
	case t == nil:
	case depth >= maxStackDepth || len(s.run.stacks) > maxNestedStacks:
		why = "Stacks are nested too deeply, or in themselves."
	case t.failed:
		why = "Its template could not be read."
	}
	if why != "" {
		l.frame.report(l.key, graph.SeverityError, true, "Nested stack not read", "%s The resources of %s are not judged.", why, l.id)
		s.run.builder.NotLoaded(s.group, "nested stack "+l.name)
		return
	}
	child := s.run.newStack(t, l.id, s.group)
	child.parent, child.call, child.waits = s, l, waits
	child.region, child.account, child.assembled = s.region, s.account, s.assembled
	if params := lookup(lookup(l.node, "Properties"), "Parameters"); params != nil {
		for _, m := range l.frame.eval(params).members {
			if m.val.kind != kindAbsent {
				child.give(&given{name: m.name, val: m.val.at(l.frame.file, m.val.written(), "Parameters of "+l.name)})
			}
		}
	}
	s.children[l.name] = child
	s.run.start(child, depth+1)
}

// rotationApplication are those that AWS publishes for Secrets Manager, from one account in
// each partition. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html
var rotationApplication = regexp.MustCompile(
	`^arn:aws[a-z-]*:serverlessrepo:[a-z0-9-]+:(297356227824|193023089310|023102451235):applications/SecretsManager[A-Za-z]*Rotation`)

// application is the ARN of an application of the Serverless Application Repository;
// empty for other resources, and where it is not known.
func (l *logical) application() string {
	if l.origin != nil {
		l = l.origin
	}
	if l.typ != applicationType {
		return ""
	}
	location := lookup(lookup(l.node, "Properties"), "Location")
	if !isMapping(location) {
		return ""
	}
	id := lookup(location, "ApplicationId")
	if id == nil {
		return ""
	}
	v := l.frame.eval(id)
	if !v.scalar() {
		return "that is not known"
	}
	return v.text
}

// nestedTemplate finds the template of a nested stack; or says why there is none.
func (s *stack) nestedTemplate(l *logical) (*template, string) {
	n := lookup(lookup(l.node, "Properties"), "TemplateURL")
	if n == nil && l.typ == applicationType {
		n = lookup(lookup(l.node, "Properties"), "Location") // not expanded yet
	}
	if asset, ok := plainText(lookup(lookup(l.node, "Metadata"), "aws:asset:path")); ok && asset != "" {
		n = lookup(lookup(l.node, "Metadata"), "aws:asset:path")
	}
	if n == nil && l.application() != "" {
		return nil, fmt.Sprintf("It is the application %s of the Serverless Application Repository.", clip(l.application()))
	}
	if n == nil {
		return nil, "Its template is not given by an address."
	}
	v := l.frame.eval(n)
	if t := s.uploadedTemplate(v); t != nil {
		return t, ""
	}
	if t := s.near(l, v); t != nil {
		return t, ""
	}
	if !v.scalar() {
		return nil, "The place of its template is known only when it is deployed."
	}
	p, ok := l.frame.local(v.text)
	if t := s.above(l, v.text); t != nil && (!ok || s.run.templates[p] == nil) {
		return t, ""
	}
	if !ok {
		return nil, fmt.Sprintf("Its template %s is not a file below the boundary.", clip(v.text))
	}
	if t := s.run.templates[p]; t != nil {
		return t, ""
	}
	if t := s.run.readNested(p); t != nil {
		return t, ""
	}
	return nil, fmt.Sprintf("There is no template %s.", clip(v.text))
}

// uploadedTemplate finds the template of a nested stack of an assembly by the name
// under which it is uploaded, with which its address ends.
func (s *stack) uploadedTemplate(address *value) *template {
	if s.assembled == nil {
		return nil
	}
	last := address.text
	if n := len(address.parts); n > 0 {
		last = address.parts[n-1].text
	}
	p := s.assembled.templates[path.Base(last)]
	if p == "" {
		return nil
	}
	if t := s.run.templates[p]; t != nil {
		return t
	}
	return s.run.readNested(p)
}

// near finds the template on disk that an address of an upload ends with, as in
// https://s3.amazonaws.com/BUCKET/network/vpc.yaml and network/vpc.yaml: beside the
// template or in one of the folders above it.
func (s *stack) near(l *logical, address *value) *template {
	last := address.text
	if n := len(address.parts); n > 0 {
		last = address.parts[n-1].text
	} else if !strings.Contains(last, "://") {
		return nil
	}
	last, _, _ = strings.Cut(last, "?")
	steps := strings.Split(strings.Trim(last, "/"), "/")
	for first := range steps {
		suffix := path.Join(steps[first:]...)
		if !HasTemplateName(suffix) {
			return nil
		}
		for dir := path.Dir(l.frame.file.path); ; dir = path.Dir(dir) {
			if t := s.run.templates[path.Join(dir, suffix)]; t != nil && t != l.frame.file {
				return t
			}
			if dir == "." || first == len(steps)-1 {
				break // a name alone says little: it must lie beside
			}
		}
	}
	return nil
}

// above finds the template that a relative path means once the one that names it is
// packaged into another folder: ../../shared/queue.yaml is then shared/queue.yaml in a
// folder above. A name alone says too little.
func (s *stack) above(l *logical, location string) *template {
	suffix := path.Clean(location)
	for strings.HasPrefix(suffix, "../") {
		suffix = suffix[len("../"):]
	}
	if suffix == path.Clean(location) || !strings.Contains(suffix, "/") || strings.Contains(location, "://") {
		return nil
	}
	for dir := path.Dir(l.frame.file.path); ; dir = path.Dir(dir) {
		if t := s.run.templates[path.Join(dir, suffix)]; t != nil && t != l.frame.file {
			return t
		}
		if dir == "." {
			return nil
		}
	}
}

// readNested reads a template that lies outside of the scanned directories.
func (r *run) readNested(p string) *template {
	t := read(r.fs, p, r.opts.Display(p), byContent)
	if t == nil || t.failed && t.text == nil {
		return nil
	}
	r.templates[p] = t
	r.nested = append(r.nested, t)
	r.builder.Diagnostics = append(r.builder.Diagnostics, t.diags...)
	r.builder.Directives = append(r.builder.Directives, t.directives...)
	return t
}

// nestedTemplates are those that another one nests, by path. Templates that nest each
// other in a circle are none.
func (r *run) nestedTemplates(paths []string) map[string]bool {
	calls := map[string][]string{}
	for _, p := range paths {
		t := r.templates[p]
		if t.failed {
			continue
		}
		f := r.newStack(t, t.file, t.file).frame()
		for _, q := range t.resources {
			typ, _ := plainText(lookup(q.val, "Type"))
			if typ != nestedType && typ != applicationType && typ != stackSetType {
				continue
			}
			l := &logical{name: keyOf(q.key), typ: typ, key: q.key, node: resolved(q.val), frame: f}
			if target, _ := f.s.nestedTemplate(l); target != nil {
				calls[p] = append(calls[p], target.path)
			}
		}
	}
	nested := map[string]bool{}
	called := map[string]bool{}
	for _, targets := range calls {
		for _, t := range targets {
			called[t] = true
		}
	}
	var reach func(p string)
	reach = func(p string) {
		for _, t := range calls[p] {
			if !nested[t] {
				nested[t] = true
				reach(t)
			}
		}
	}
	for _, p := range paths {
		if !called[p] {
			reach(p)
		}
	}
	return nested
}
