package cloudformation

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// function evaluates a call; arg is its argument, which in the short form is the
// tagged node itself.
func (f *frame) function(name string, arg, n *yaml.Node) *value {
	if arg == n {
		arg = untagged(n)
	}
	v := f.reference(name, arg)
	if v == nil {
		v = f.compute(name, arg)
	}
	if v == nil {
		if strings.HasPrefix(name, "!") { // reported when the file was read
			return unknown("the function " + clip(name))
		}
		return f.invalid(n, "Unknown function", "%s is no function of CloudFormation; the value is taken as unknown.", clip(name))
	}
	return v.at(f.file, n, "")
}

// reference evaluates the functions that look something up; nil for others.
func (f *frame) reference(name string, arg *yaml.Node) *value {
	switch name {
	case "Ref":
		return f.refCall(arg)
	case "Condition":
		return f.condition(arg)
	case "Fn::GetAtt":
		return f.getAtt(arg)
	case "Fn::FindInMap":
		return f.findInMap(arg)
	case "Fn::ImportValue":
		return f.importValue(arg)
	case "Fn::GetStackOutput":
		return f.stackOutput(arg)
	case "Fn::GetAZs":
		return f.zones(arg)
	case "Fn::Transform":
		return f.transformCall(arg)
	case "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll":
		return unknown("an attribute of a parameter")
	}
	return nil
}

// compute evaluates the functions that make a value of others; nil when there is none
// of that name.
func (f *frame) compute(name string, arg *yaml.Node) *value {
	switch name {
	case "Fn::Sub":
		return f.sub(arg)
	case "Fn::Join":
		return f.join(arg)
	case "Fn::Select":
		return f.selectItem(arg)
	case "Fn::Split":
		return f.split(arg)
	case "Fn::If":
		return f.conditional(arg)
	case "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn":
		return f.logic(name, arg)
	case "Fn::Cidr":
		return f.cidr(arg)
	case "Fn::Base64":
		return f.base64(arg)
	case "Fn::Length":
		return f.length(arg)
	case "Fn::ToJsonString":
		return f.toJSON(arg)
	}
	return nil
}

// shape reports a call with the wrong arguments.
func (f *frame) shape(n *yaml.Node, name, want string) *value {
	return f.invalid(n, "Invalid arguments", "%s takes %s; the value is taken as unknown.", name, want)
}

func (f *frame) selectItem(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) != 2 {
		return f.shape(arg, "Fn::Select", "an index and a list")
	}
	index, from := f.eval(args[0]), f.eval(args[1])
	if from.kind == kindText && strings.Contains(from.text, ",") {
		from = split(from, ",") // a list of a parameter that came as text
	}
	if index.unknown() || from.unknown() {
		return computed(index, from)
	}
	i, err := strconv.Atoi(index.text)
	if err != nil || from.kind != kindList {
		return f.shape(arg, "Fn::Select", "an index and a list")
	}
	for _, e := range from.items[:min(max(i+1, 0), len(from.items))] {
		if e.maybe {
			return computed(from)
		}
	}
	if i < 0 || i >= len(from.items) {
		if zones := f.moreZones(from, i); zones != nil {
			return zones
		}
		return f.invalid(arg, "Index out of range", "Fn::Select asks for item %d of a list of %d; the value is taken as unknown.", i, len(from.items))
	}
	return from.items[i]
}

func (f *frame) findInMap(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) < 3 {
		return f.shape(arg, "Fn::FindInMap", "a map, two keys and perhaps a default")
	}
	name, first, second := f.eval(args[0]), f.eval(args[1]), f.eval(args[2])
	var fallback *value
	if len(args) > 3 {
		if d := lookup(args[3], "DefaultValue"); d != nil {
			fallback = f.eval(d)
		}
	}
	if !name.scalar() || !second.scalar() {
		return computed(name, first, second)
	}
	m := f.s.tpl.mappings[name.text]
	if m == nil {
		if what := f.s.tpl.filled["Mappings"]; what != "" {
			return f.s.made(what)
		}
		if fallback != nil {
			return fallback
		}
		return f.invalid(arg, "Unknown mapping", "There is no mapping %s; the value is taken as unknown.", clip(name.text))
	}
	if !first.scalar() {
		// Whatever the key is, the value may be the same.
		if same := f.sameInMap(m, second.text); same != nil && fallback == nil {
			return same
		}
		if zone := zoneInMap(m, second.text); zone != nil && len(first.needs) == 1 && first.needs[0] == needRegion {
			return zone
		}
		return computed(first)
	}
	found := lookup(lookup(m, first.text), second.text)
	switch {
	case found != nil:
		v := *f.eval(found)
		v.taint(first, second)
		v.trail = &trail{file: f.file, node: found, note: "mapping " + name.text, next: first.trail}
		return &v
	case fallback != nil:
		return fallback
	default:
		return f.invalid(arg, "Key not in mapping", "The mapping %s has no %s under %s; the value is taken as unknown.", clip(name.text), clip(second.text), clip(first.text))
	}
}

func (f *frame) sameInMap(m *yaml.Node, second string) *value {
	var same *value
	for _, p := range pairs(m) {
		found := lookup(p.val, second)
		if found == nil {
			return nil
		}
		v := f.eval(found)
		if same != nil && !equal(same, v) || !v.wholly() {
			return nil
		}
		same = v
	}
	return same
}

// zoneInMap is the symbol of a zone of an unknown region, where a mapping has for each
// region the zone of one letter; nil otherwise.
func zoneInMap(m *yaml.Node, second string) *value {
	letter := ""
	for _, p := range pairs(m) {
		zone, _ := plainText(lookup(p.val, second))
		rest, ok := strings.CutPrefix(zone, keyOf(p.key))
		if !ok || len(rest) != 1 || letter != "" && rest != letter {
			return nil
		}
		letter = rest
	}
	return symbolicZone([]*value{unknown(needRegion), text(letter)})
}

func (f *frame) base64(arg *yaml.Node) *value {
	v := f.eval(arg)
	if !v.scalar() {
		return computed(v)
	}
	return text(base64.StdEncoding.EncodeToString([]byte(v.text))).taint(v)
}

func (f *frame) length(arg *yaml.Node) *value {
	v := f.eval(arg)
	if v.kind == kindText {
		v = split(v, ",")
	}
	if v.kind != kindList {
		return computed(v)
	}
	for _, e := range v.items {
		if e.maybe {
			return computed(v)
		}
	}
	return number(strconv.Itoa(len(v.items)))
}

func (f *frame) toJSON(arg *yaml.Node) *value {
	v := f.eval(arg)
	if !v.wholly() {
		return computed(v)
	}
	out, err := json.Marshal(v.plain())
	if err != nil {
		return computed(v)
	}
	return text(string(out)).taint(v)
}

// plain is a known value as Go has it.
func (v *value) plain() any {
	switch v.kind {
	case kindText:
		return v.text
	case kindNumber:
		return v.number
	case kindBool:
		return v.text == "true"
	case kindList:
		out := make([]any, len(v.items))
		for i, e := range v.items {
			out[i] = e.plain()
		}
		return out
	case kindObject:
		out := make(map[string]any, len(v.members))
		for _, m := range v.members {
			out[m.name] = m.val.plain()
		}
		return out
	case kindNull, kindUnknown, kindAbsent:
	}
	return nil
}
