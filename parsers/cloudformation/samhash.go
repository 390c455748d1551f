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

// raw is a node as data, with functions in their long form and with references to
// known parameters replaced by their values.
func (p *part) raw(n *yaml.Node) any { return p.rawAt(n, 0) }

func (p *part) rawAt(n *yaml.Node, depth int) any {
	n = resolved(n)
	if n == nil || depth > maxNesting {
		return nil
	}
	if name, arg := call(n); name != "" {
		return p.rawCall(name, arg, n, depth)
	}
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for _, e := range pairs(n) {
			out[keyOf(e.key)] = p.rawAt(e.val, depth+1)
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, e := range n.Content {
			out = append(out, p.rawAt(e, depth+1))
		}
		return out
	default:
		v := p.l.frame.scalar(n)
		if v.kind == kindNumber {
			return json.Number(v.text)
		}
		if v.kind == kindBool || v.kind == kindNull {
			return v.plain()
		}
		return n.Value
	}
}

func (p *part) rawCall(name string, arg, n *yaml.Node, depth int) any {
	if arg == n {
		arg = untagged(n)
	}
	if name == "Ref" {
		if param := p.s.tpl.parameters[keyOf(arg)]; param != nil {
			if v := p.s.parameter(param, n); v.wholly() {
				return v.plain()
			}
		}
	}
	if s, ok := plainText(arg); ok && name == "Fn::GetAtt" {
		id, attr, _ := strings.Cut(s, ".")
		return map[string]any{name: []any{id, attr}}
	}
	return map[string]any{name: p.rawAt(arg, depth+1)}
}
