package collect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// mentions keeps the structure of a value, and of its texts what they name; nil where
// nothing is left.
func (u *Unit) mentions(key string, v any) any {
	switch v := v.(type) {
	case string:
		return u.named(key, v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for member, e := range v {
			if kept := u.mentions(member, e); kept != nil {
				out[member] = kept
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			kept := any(nil)
			if pair, ok := e.(map[string]any); ok {
				kept = u.pair(pair)
			} else {
				kept = u.mentions(key, e)
			}
			if kept != nil {
				out = append(out, kept)
			}
		}
		return out
	default:
		return nil
	}
}

// pair cleans an element of a list of settings, in which one member says what the other is
// for: {Name: TABLE, Value: orders}. A map of settings has no such members: there Name
// is one of them.
func (u *Unit) pair(v map[string]any) any {
	out := make(map[string]any, len(v))
	label := ""
	for _, member := range []string{"Namespace", "Type", "Name", "OptionName", "ParameterName"} {
		if text, ok := v[member].(string); ok {
			out[member], label = text, text
		}
	}
	for member, e := range v {
		if out[member] != nil {
			continue
		}
		key := member
		if strings.HasSuffix(member, "Value") {
			key = label
		}
		if kept := u.mentions(key, e); kept != nil {
			out[member] = kept
		}
	}
	return out
}

// named is what a text names, separated by spaces; nil where that is nothing. Of what is
// called as credentials are, only the ARN of where they are kept counts.
func (u *Unit) named(key, s string) any {
	if credential(key) {
		if keeps(s) {
			return s
		}
		return nil
	}
	if u.names.has(u.Account, u.Region, s) {
		return s
	}
	s = s[:min(len(s), longestText)]
	if trimmed := strings.TrimSpace(s); trimmed != "" && (trimmed[0] == '{' || trimmed[0] == '[') {
		var inside any
		if json.Unmarshal([]byte(trimmed), &inside) == nil {
			return u.inDocument(key, inside)
		}
	}
	found := u.inText(s)
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// keeps reports whether a text is the ARN of a secret or a parameter.
func keeps(s string) bool {
	for _, service := range []string{":secretsmanager:", ":ssm:"} {
		if before, _, ok := strings.Cut(s, service); ok && strings.HasPrefix(before, "arn:aws") && !strings.ContainsAny(s, " \n") {
			return slices.Equal(snapshot.Addresses(s), []string{s})
		}
	}
	return false
}

// longestText is how much of a text is looked at.
const longestText = 64 << 10

// inText are the names and addresses in a text.
func (u *Unit) inText(s string) []string {
	found := snapshot.Addresses(s)
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;|\"'`(){}[]<>=&", r) })
	for _, word := range words {
		found = append(found, u.inWord(word)...)
	}
	return found
}

// inDocument is a JSON document with what its texts name, as a text; nil where that is
// nothing. Its keys say what names are for.
func (u *Unit) inDocument(key string, v any) any {
	kept := u.part(key, v)
	if kept == nil {
		return nil
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil
	}
	return string(text)
}

// part is what is left of a part of a document; nil for nothing.
func (u *Unit) part(key string, v any) any {
	switch v := v.(type) {
	case string:
		return u.named(key, v)
	case map[string]any:
		out := map[string]any{}
		for member, e := range v {
			if kept := u.part(member, e); kept != nil {
				out[member] = kept
			}
		}
		if len(out) > 0 {
			return out
		}
	case []any:
		out := []any{}
		for _, e := range v {
			if kept := u.part(key, e); kept != nil {
				out = append(out, kept)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// inWord are the known names that a word holds: it as a whole, the host of a URL, what is
// before a port or a path.
func (u *Unit) inWord(word string) []string {
	if after, rest, isURL := strings.Cut(word, "://"); isURL && after != "" {
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			rest = rest[:end]
		}
		rest = rest[strings.LastIndexByte(rest, '@')+1:]
		host, _, _ := strings.Cut(rest, ":")
		return u.distinct(host)
	}
	before := word
	if end := strings.IndexAny(word, ":/"); end > 0 {
		before = word[:end]
	}
	return append(u.distinct(word), u.distinct(before)...)
}

// distinct is a name if it is known and no mere word: words are everywhere.
func (u *Unit) distinct(name string) []string {
	if snapshot.Distinct(name) && u.names.has(u.Account, u.Region, name) {
		return []string{name}
	}
	return nil
}
