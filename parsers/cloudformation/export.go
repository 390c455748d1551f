package cloudformation

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// export is an output under a name that other stacks import.
type export struct {
	s      *stack
	output string
}

// importValue evaluates Fn::ImportValue over the exports of all scanned stacks.
func (f *frame) importValue(arg *yaml.Node) *value {
	name := f.eval(arg)
	key := symbolic(name)
	if key == "" {
		return computed(name)
	}
	f.s.run.collectExports()
	found := f.s.run.exports[key]
	if !name.scalar() && len(found) == 0 {
		return computed(name)
	}
	// Exports are unique in an account and region.
	near := slices.DeleteFunc(slices.Clone(found), func(e *export) bool {
		return e.s.region != f.s.region || e.s.account != f.s.account
	})
	if len(near) == 0 {
		near = slices.DeleteFunc(slices.Clone(found), func(e *export) bool {
			differ := func(a, b string) bool { return a != "" && b != "" && a != b }
			return differ(e.s.region, f.s.region) || differ(e.s.account, f.s.account)
		})
	}
	if len(near) != 1 {
		need := "export " + strings.ReplaceAll(key, "\x00", "")
		hint := "the template that exports it, to be scanned together with this one"
		if len(near) > 1 {
			hint = "fewer of the stacks that export it, or their region and account under stacks: in faultline.yaml"
		}
		if !f.s.run.settled {
			f.s.run.builder.Hint(f.s.group, need, hint)
		}
		return unknown(need)
	}
	return near[0].s.output(near[0].output)
}

// collectExports evaluates the names of all exports once.
func (r *run) collectExports() {
	if r.exports != nil {
		return
	}
	r.exports = map[string][]*export{}
	for _, s := range r.stacks {
		for _, name := range s.tpl.order.outputs {
			n := lookup(lookup(s.tpl.outputs[name].val, "Export"), "Name")
			if n == nil {
				continue
			}
			if cond, ok := plainText(lookup(s.tpl.outputs[name].val, "Condition")); ok {
				if c := s.frame().conditionNamed(cond, n); c.text == "false" {
					continue
				}
			}
			if key := symbolic(s.frame().eval(n)); key != "" {
				r.exports[key] = append(r.exports[key], &export{s, name})
			}
		}
	}
}

// maxSymbols bounds of how many parts a name is put together.
const maxSymbols = 100

// symbolic is a text, also one with names of stacks in it that are unknown but the same
// wherever they are used; empty for all else.
func symbolic(v *value) string {
	var b strings.Builder
	left := maxSymbols
	var write func(v *value) bool
	write = func(v *value) bool {
		left--
		switch {
		case left < 0:
			return false
		case v.scalar():
			b.WriteString(v.text)
		case v.symbol != "":
			b.WriteString("\x00" + v.symbol + "\x00")
		case !v.unknown() || len(v.parts) == 0:
			return false
		default:
			return !slices.ContainsFunc(v.parts, func(p *value) bool { return !write(p) })
		}
		return true
	}
	if !write(v) {
		return ""
	}
	return b.String()
}

// stackOutput evaluates Fn::GetStackOutput over the scanned stacks: StackName,
// OutputName and perhaps a Region.
func (f *frame) stackOutput(arg *yaml.Node) *value {
	name, output := f.eval(lookup(arg, "StackName")), f.eval(lookup(arg, "OutputName"))
	region := text(f.s.region)
	if n := lookup(arg, "Region"); n != nil {
		region = f.eval(n)
	}
	if !name.scalar() || !output.scalar() {
		return computed(name, output)
	}
	found := slices.DeleteFunc(slices.Clone(f.s.run.stacks), func(s *stack) bool {
		return s.parent != nil || s.name != name.text || region.scalar() && s.region != region.text
	})
	if len(found) != 1 {
		return unknown("output " + output.text + " of the stack " + name.text)
	}
	return found[0].output(output.text)
}
