package triage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/faultline-dev/faultline/internal/config"
)

// verbIgnore is the only instruction that a directive can have so far.
const verbIgnore = "ignore"

// form is what a suppression in a comment looks like.
const form = `faultline:ignore RULE[,RULE] reason="…" [until=2027-01-31]`

// ignore is a suppression in a comment.
type ignore struct {
	rules  []string // ids as they are written, each once; never empty
	reason string   // never empty
	until  string   // a day, or empty
}

// parseIgnore reads the text of a directive. The error says what is wrong and what to
// write instead.
func parseIgnore(text string) (ignore, error) {
	var out ignore
	verb, rest, _ := strings.Cut(strings.TrimSpace(strings.ReplaceAll(text, "\t", " ")), " ")
	if verb != verbIgnore {
		return out, fmt.Errorf("%q is no instruction%s; the form is: %s", verb, config.Suggest(verb, []string{verbIgnore}), form)
	}
	seen := map[string]bool{}
	last := ""
	for {
		rest = strings.TrimLeft(rest, " ,")
		if rest == "" {
			break
		}
		word := rest[:len(rest)-len(strings.TrimLeft(rest, wordChars))]
		if !strings.HasPrefix(rest[len(word):], "=") {
			end := strings.IndexAny(rest, " ,")
			if end < 0 {
				end = len(rest)
			}
			if last != "" {
				return out, fmt.Errorf("%q stands behind %s; a text of several words needs quotes: reason=\"…\"", rest[:end], last)
			}
			if id := rest[:end]; !seen[id] {
				seen[id] = true
				out.rules = append(out.rules, id)
			}
			rest = rest[end:]
			continue
		}
		value, after, err := quoted(rest[len(word)+1:])
		if err != nil {
			return out, fmt.Errorf("%s: %w", word, err)
		}
		if seen[word+"="] {
			return out, fmt.Errorf("%s is given twice", word)
		}
		seen[word+"="] = true
		last, rest = word, after
		if err := out.set(word, strings.TrimSpace(value)); err != nil {
			return out, err
		}
	}
	switch {
	case len(out.rules) == 0:
		return out, fmt.Errorf("no rule is named; the form is: %s", form)
	case out.reason == "":
		return out, errors.New("there is no reason; say why it is accepted: reason=\"…\"")
	}
	return out, nil
}

const wordChars = "abcdefghijklmnopqrstuvwxyz_"

func (i *ignore) set(key, value string) error {
	switch key {
	case "reason":
		i.reason = value
		return nil
	case "until":
		i.until = value
		if err := config.ParseDate(value); err != nil {
			return fmt.Errorf("until: %w", err)
		}
		return nil
	default:
		return fmt.Errorf("%q means nothing here%s; the form is: %s", key, config.Suggest(key, []string{"reason", "until"}), form)
	}
}

// quoted reads a text in quotes, in which a backslash takes the quote's meaning away,
// or else up to the next space.
func quoted(s string) (value, rest string, err error) {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		end := strings.IndexByte(s, ' ')
		if end < 0 {
			end = len(s)
		}
		return s[:end], s[end:], nil
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], nil
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == s[0] || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", errors.New("the closing quote is missing")
}
