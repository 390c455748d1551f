package plan

import (
	"strconv"
	"strings"
)

// step is one part of an address or reference: a name, or a key in brackets.
type step struct {
	name string
	key  any // float64 or string; nil for a name
}

// steps splits `module.a["k"].aws_subnet.b[0].id`; false when it is no address.
func steps(s string) ([]step, bool) {
	var out []step
	for s != "" {
		switch s[0] {
		case '.':
			s = s[1:]
		case '[':
			key, rest, ok := bracket(s)
			if !ok {
				return nil, false
			}
			out = append(out, step{key: key})
			s = rest
		default:
			end := strings.IndexAny(s, ".[")
			if end < 0 {
				end = len(s)
			}
			out = append(out, step{name: s[:end]})
			s = s[end:]
		}
	}
	return out, len(out) > 0
}

func bracket(s string) (key any, rest string, ok bool) {
	if len(s) > 1 && s[1] == '"' {
		quoted, err := strconv.QuotedPrefix(s[1:])
		if err != nil {
			// Terraform escapes as HCL does, which Go does not read in full.
			end := strings.Index(s, `"]`)
			if end < 2 {
				return nil, "", false
			}
			return s[2:end], s[end+2:], true
		}
		text, err := strconv.Unquote(quoted)
		rest, closed := strings.CutPrefix(s[1+len(quoted):], "]")
		return text, rest, err == nil && closed
	}
	end := strings.IndexByte(s, ']')
	if end < 0 {
		return nil, "", false
	}
	n, err := strconv.ParseFloat(s[1:end], 64)
	if err != nil {
		return s[1:end], s[end+1:], true
	}
	return n, s[end+1:], true
}

// moduleCall is one call of a module address.
type moduleCall struct {
	start, end int // of its text in the address
	name       string
	key        any
}

// moduleCalls reads the calls at the start of an address and gives what follows them.
func moduleCalls(address string) (calls []moduleCall, rest string) {
	rest = address
	for {
		name, ok := strings.CutPrefix(rest, "module.")
		if !ok {
			return calls, rest
		}
		c := moduleCall{start: len(address) - len(rest)}
		end := strings.IndexAny(name, ".[")
		if end < 0 {
			end = len(name)
		}
		c.name, rest = name[:end], name[end:]
		if strings.HasPrefix(rest, "[") {
			if c.key, rest, ok = bracket(rest); !ok {
				return calls, ""
			}
		}
		c.end = len(address) - len(rest)
		calls = append(calls, c)
		rest = strings.TrimPrefix(rest, ".")
	}
}

// moduleOf is the address of the module instance that a resource is in.
func moduleOf(address string) string {
	calls, _ := moduleCalls(address)
	if len(calls) == 0 {
		return ""
	}
	return address[:calls[len(calls)-1].end]
}

// withoutKeys is an address with everything in brackets taken out: that of the block.
func withoutKeys(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	list, ok := steps(address)
	if !ok {
		return address
	}
	var b strings.Builder
	for _, s := range list {
		if s.key != nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
	}
	return b.String()
}

// referenceKind says what a reference of the configuration leads to.
type referenceKind int

const (
	toNothing  referenceKind = iota // known when planning: path, terraform, count.index, each.key
	toResource                      // typ, name, data
	toModule                        // name
	toVariable                      // name
	toElement                       // each.value
	toOpaque                        // a local: the file does not show it
)

// reference is one expression's mention of something else.
type reference struct {
	kind      referenceKind
	typ, name string
	data      bool
	key       any    // nil without
	attr      string // what is used of it; empty when that is not said
	text      string
}

func parseReference(text string) reference {
	r := reference{text: text}
	list, ok := steps(text)
	if !ok {
		return r
	}
	switch list[0].name {
	case "var":
		r.kind, r.name = toVariable, nameAt(list, 1)
	case "local":
		r.kind, r.name = toOpaque, nameAt(list, 1)
	case "module":
		r.kind, r.name = toModule, nameAt(list, 1)
		r.rest(list, 2)
	case "each":
		if nameAt(list, 1) == "value" {
			r.kind = toElement
		}
	case "count", "path", "terraform", "self", "":
	case "ephemeral":
		r.kind = toOpaque
	case "data":
		r.kind, r.data, r.typ, r.name = toResource, true, nameAt(list, 1), nameAt(list, 2)
		r.rest(list, 3)
	default:
		r.kind, r.typ, r.name = toResource, list[0].name, nameAt(list, 1)
		r.rest(list, 2)
	}
	if r.name == "" && r.kind != toElement && r.kind != toOpaque {
		r.kind = toNothing
	}
	return r
}

func nameAt(list []step, i int) string {
	if i < len(list) {
		return list[i].name
	}
	return ""
}

// rest reads the key and the attribute after a resource's or module's name.
func (r *reference) rest(list []step, i int) {
	if i < len(list) && list[i].key != nil {
		r.key = list[i].key
		i++
	}
	r.attr = nameAt(list, i)
}

// references reads a list in which each reference is followed by its shorter forms.
func references(list []string) []reference {
	var out []reference
	full := ""
	for _, text := range list {
		if rest, ok := strings.CutPrefix(full, text); ok && rest != "" && (rest[0] == '.' || rest[0] == '[') {
			continue
		}
		full = text
		out = append(out, parseReference(text))
	}
	return out
}
