package cloudformation

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

const (
	stackSetType = "AWS::CloudFormation::StackSet"
	// maxInstances bounds in how many places one stack set is deployed.
	maxInstances = 200
)

// deploySet makes the stacks of a stack set: its template in each account and region
// that it names. Where these are known only at deployment it is one stack in a place
// that is unknown.
func (s *stack) deploySet(l *logical, waits []string, depth int) {
	props := lookup(l.node, "Properties")
	t, why := s.setTemplate(l, props)
	if t == nil || depth >= maxStackDepth {
		l.frame.report(l.key, graph.SeverityError, true, "Stack set not read", "%s The resources that %s deploys are not judged.", why, l.id)
		s.run.builder.NotLoaded(s.group, "stack set "+l.name)
		return
	}
	common := l.frame.setParameters(lookup(props, "Parameters"), l)
	done := map[string]bool{}
	for _, group := range arguments(lookup(props, "StackInstancesGroup")) {
		overrides := l.frame.setParameters(lookup(group, "ParameterOverrides"), l)
		accounts := l.frame.places(lookup(lookup(group, "DeploymentTargets"), "Accounts"))
		for _, region := range l.frame.places(lookup(group, "Regions")) {
			for _, account := range accounts {
				id := strings.TrimSuffix(l.id+"@"+region, "@")
				if account != "" {
					id += "@" + account
				}
				if done[id] || len(done) >= maxInstances {
					continue
				}
				done[id] = true
				child := s.run.newStack(t, id, id)
				child.parent, child.call, child.waits = s, l, waits
				child.region, child.account = region, account
				for _, m := range slices.Concat(common, overrides) {
					child.give(&given{name: m.name, val: m.val})
				}
				s.run.start(child, depth+1)
			}
		}
	}
}

// places lists the regions or accounts of a group; one that is unknown is empty.
func (f *frame) places(n *yaml.Node) []string {
	if n == nil {
		return []string{""}
	}
	v := f.eval(n)
	if v.kind != kindList || len(v.items) == 0 {
		return []string{""}
	}
	var out []string
	for _, e := range v.items {
		out = append(out, e.text)
	}
	return out
}

// setParameters reads a list of ParameterKey and ParameterValue.
func (f *frame) setParameters(n *yaml.Node, l *logical) []member {
	var out []member
	for _, e := range arguments(n) {
		name, ok := plainText(lookup(e, "ParameterKey"))
		if val := lookup(e, "ParameterValue"); ok && val != nil {
			out = append(out, member{name: name, key: e, val: f.eval(val).at(f.file, val, "Parameters of "+l.name)})
		}
	}
	return out
}

// setTemplate finds the template of a stack set: a text in the resource, or a file.
func (s *stack) setTemplate(l *logical, props *yaml.Node) (*template, string) {
	body := lookup(props, "TemplateBody")
	if body == nil {
		return s.nestedTemplate(l)
	}
	v := l.frame.eval(body)
	if v.kind == kindObject {
		return nil, "Its template must be a text."
	}
	if !v.scalar() {
		return nil, "Its template is known only when it is deployed."
	}
	root, err := parse([]byte(v.text))
	if err != nil {
		return nil, "Its template is broken: " + err.Error() + "."
	}
	t := &template{
		path: l.frame.file.path, file: l.frame.file.file, root: resolved(root), text: newSource([]byte(v.text)),
		inline: l.frame.file.location(l.key, l.node),
	}
	if !isMapping(t.root) {
		return nil, "Its template must be a mapping."
	}
	t.check()
	t.sections()
	s.run.builder.Diagnostics = append(s.run.builder.Diagnostics, t.diags...)
	return t, ""
}
