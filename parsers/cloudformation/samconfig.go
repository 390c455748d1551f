package cloudformation

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// samConfig is what faultline reads of a samconfig.toml: of its environment "default",
// the parameters of the commands deploy and global.
type samConfig struct {
	Default map[string]struct {
		Parameters struct {
			Overrides any    `toml:"parameter_overrides"`
			StackName string `toml:"stack_name"`
			Region    string `toml:"region"`
		} `toml:"parameters"`
	} `toml:"default"`
}

// samConfigName is the file that the SAM CLI reads beside a template.
const samConfigName = "samconfig.toml"

// parseSAMConfig reads a samconfig.toml; the command deploy ranks above global.
func parseSAMConfig(t *template, src []byte) (params []given, name, region string, err error) {
	var c samConfig
	if err := toml.Unmarshal(src, &c); err != nil {
		return nil, "", "", fmt.Errorf("reading %s: %w", t.file, err)
	}
	for _, command := range []string{"global", "deploy"} {
		p := c.Default[command].Parameters
		if p.StackName != "" {
			name = p.StackName
		}
		if p.Region != "" {
			region = p.Region
		}
		params = append(params, overrides(t, p.Overrides)...)
	}
	return params, name, region, nil
}

// overrides reads parameter_overrides: a text of NAME=VALUE words, a list of them, or a table.
func overrides(t *template, v any) []given {
	var out []given
	add := func(name, val string) {
		if name != "" {
			out = append(out, given{name: name, val: text(val).at(t, nil, "")})
		}
	}
	switch v := v.(type) {
	case string:
		for _, word := range shellWords(v) {
			name, val, _ := strings.Cut(word, "=")
			if rest, old := strings.CutPrefix(word, "ParameterKey="); old {
				var after string
				name, after, _ = strings.Cut(rest, ",")
				val = strings.TrimPrefix(after, "ParameterValue=")
			}
			add(name, val)
		}
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, overrides(t, s)...)
			}
		}
	case map[string]any:
		for _, name := range sortedKeys(v) {
			add(name, fmt.Sprint(v[name]))
		}
	}
	return out
}

// shellWords splits a text at spaces, except inside quotes.
func shellWords(s string) []string {
	var words []string
	var b strings.Builder
	quote, open := byte(0), false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
			open = true
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, open = c, true
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if open {
				words = append(words, b.String())
				b.Reset()
			}
			open = false
		default:
			b.WriteByte(c)
			open = true
		}
	}
	if open {
		words = append(words, b.String())
	}
	return words
}
