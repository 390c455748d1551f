package graph

import (
	"strconv"
	"strings"
)

// Path names a value inside a resource's attributes, as in "ingress[0].cidr_blocks".
// A map key that is not a plain word is quoted: tags["a.b"].
type Path string

// Attr extends a path by an attribute or map key.
func (p Path) Attr(name string) Path {
	if !plain(name) {
		return p + Path("["+strconv.Quote(name)+"]")
	}
	if p == "" {
		return Path(name)
	}
	return p + "." + Path(name)
}

// Index extends a path by a position in an array.
func (p Path) Index(i int) Path {
	return p + Path("["+strconv.Itoa(i)+"]")
}

// Root is the first step: the top-level attribute.
func (p Path) Root() string {
	if i := strings.IndexAny(string(p), ".["); i > 0 {
		return string(p[:i])
	}
	return string(p)
}

// Contains reports whether q is p or lies inside it.
func (p Path) Contains(q Path) bool {
	if p == "" || p == q {
		return true
	}
	return strings.HasPrefix(string(q), string(p)) && (q[len(p)] == '.' || q[len(p)] == '[')
}

// Shape is the path without positions and keys in brackets: "ingress.cidr_blocks".
func (p Path) Shape() string {
	if !strings.Contains(string(p), "[") {
		return string(p)
	}
	var b strings.Builder
	for _, s := range p.Steps() {
		if _, err := strconv.Atoi(s); err == nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s)
	}
	return b.String()
}

// Steps splits a path into attribute names, map keys and positions.
func (p Path) Steps() []string {
	var steps []string
	s := string(p)
	for s != "" {
		switch s[0] {
		case '.':
			s = s[1:]
		case '[':
			if len(s) > 1 && s[1] == '"' {
				quoted, err := strconv.QuotedPrefix(s[1:])
				if err != nil {
					return append(steps, s)
				}
				key, err := strconv.Unquote(quoted)
				if err != nil {
					key = quoted
				}
				steps = append(steps, key)
				s = strings.TrimPrefix(s[1+len(quoted):], "]")
				continue
			}
			end := strings.IndexByte(s, ']')
			if end < 0 {
				return append(steps, s[1:])
			}
			steps = append(steps, s[1:end])
			s = s[end+1:]
		default:
			end := strings.IndexAny(s, ".[")
			if end < 0 {
				return append(steps, s)
			}
			steps = append(steps, s[:end])
			s = s[end:]
		}
	}
	return steps
}

func plain(name string) bool {
	if name == "" {
		return false
	}
	for _, c := range name {
		ok := c == '_' || c == '-' || c == ':' || c == '/' || c == '*' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !ok {
			return false
		}
	}
	return true
}

func lookup(v any, steps []string) any {
	for _, s := range steps {
		switch t := v.(type) {
		case map[string]any:
			v = t[s]
		case []any:
			i, err := strconv.Atoi(s)
			if err != nil || i < 0 || i >= len(t) {
				return nil
			}
			v = t[i]
		default:
			return nil
		}
	}
	return v
}
