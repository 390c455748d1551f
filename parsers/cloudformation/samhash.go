package cloudformation

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // SAM names its resources with it
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"
)

// hash is how SAM tells versions of a resource apart: ten digits of a digest of its JSON.
func hash(data any) string {
	var buf bytes.Buffer
	if s, ok := data.(string); ok {
		buf.WriteString(s)
	} else {
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if enc.Encode(data) != nil {
			return ""
		}
		plain := ascii(strings.TrimSuffix(buf.String(), "\n"))
		buf.Reset()
		buf.WriteString(plain)
	}
	sum := sha1.Sum(buf.Bytes()) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])[:10]
}

// ascii escapes as Python's json does.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			b.WriteString(`\u` + strings.Repeat("0", 4-len(strconv.FormatUint(uint64(u), 16))) + strconv.FormatUint(uint64(u), 16))
		}
	}
	return b.String()
}

// raw is a node as data, with functions in their long form and with parameters, the region
// and the partition replaced by their values where these are known.
func (p *part) raw(n *yaml.Node) any { return rawer{p, true}.at(n, 0) }

// asWritten is a node as data, with functions in their long form.
func (p *part) asWritten(n *yaml.Node) any { return rawer{p, false}.at(n, 0) }

type rawer struct {
	*part
	resolve bool
}

func (r rawer) at(n *yaml.Node, depth int) any {
	n = resolved(n)
	if n == nil || depth > maxNesting {
		return nil
	}
	if name, arg := call(n); name != "" {
		return r.call(name, arg, n, depth)
	}
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for _, e := range pairs(n) {
			out[keyOf(e.key)] = r.at(e.val, depth+1)
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, e := range n.Content {
			out = append(out, r.at(e, depth+1))
		}
		return out
	default:
		v := r.l.frame.scalar(n)
		if v.kind == kindNumber {
			return json.Number(v.text)
		}
		if v.kind == kindBool || v.kind == kindNull {
			return v.plain()
		}
		return n.Value
	}
}

func (r rawer) call(name string, arg, n *yaml.Node, depth int) any {
	if arg == n {
		arg = untagged(n)
	}
	if name == "Ref" {
		if v := r.value(keyOf(arg), n); v != nil {
			return v.plain()
		}
	}
	s, isText := plainText(arg)
	switch {
	case isText && name == "Fn::GetAtt":
		id, attr, _ := strings.Cut(s, ".")
		return map[string]any{name: []any{id, attr}}
	case isText && name == "Fn::Sub":
		return map[string]any{name: r.substituted(s, n)}
	}
	out := r.at(arg, depth+1)
	if list, ok := out.([]any); ok && name == "Fn::Sub" && len(list) > 0 {
		if s, ok := list[0].(string); ok {
			list[0] = r.substituted(s, n)
		}
	}
	return map[string]any{name: out}
}

// value is that of a parameter, the region or the partition; nil where it is not known, or
// stays as it is written.
func (r rawer) value(name string, n *yaml.Node) *value {
	if !r.resolve {
		return nil
	}
	var v *value
	if param := r.s.tpl.parameters[name]; param != nil {
		v = r.s.parameter(param, n)
	} else if name == needRegion || name == "AWS::Partition" {
		v = r.s.pseudo(name)
	}
	if v == nil || !v.wholly() {
		return nil
	}
	return v
}

// substituted puts what is known into a text of Fn::Sub.
func (r rawer) substituted(s string, n *yaml.Node) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "${")
		name, rest, closed := strings.Cut(after, "}")
		b.WriteString(before)
		if !found || !closed {
			b.WriteString(s[len(before):])
			return b.String()
		}
		if v := r.value(name, n); v != nil && v.scalar() {
			b.WriteString(v.text)
		} else {
			b.WriteString("${" + name + "}")
		}
		s = rest
	}
}
