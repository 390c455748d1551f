package report

import "strings"

// mask stands for a secret, whatever its length.
const mask = "••••"

// span is a range of bytes.
type span struct{ start, end int }

// secrets finds the values of a line that an excerpt must not show: string literals
// assigned to a name such as db_password, literals that carry a credential wherever
// they stand and, when all is set, every literal. In YAML a plain scalar counts as a
// literal. The spans are sorted and exclude the quotes.
func secrets(line string, yaml, all bool) []span {
	s := scanner{line: line, yaml: yaml, all: all, start: true, hiding: all}
	for s.at < len(line) {
		s.next()
	}
	return s.found
}

type scanner struct {
	line string
	at   int
	yaml bool
	all  bool
	// start is set where a name may begin: at the start of the line, after "{", ",", …
	start bool
	// hiding is set behind "name =" of a secret, until another name at most as deep
	// in brackets.
	hiding        bool
	depth, hidden int
	// named is set behind name = "DB_PASSWORD", whose value follows under another name.
	named bool
	name  string
	found []span
}

func (s *scanner) next() {
	switch c := s.line[s.at]; {
	case c == ' ' || c == '\t':
		s.at++
	case c == '"' || c == '\'':
		s.literal(c)
	case word(c) && c != '-' && c != '.':
		from := s.at
		for s.at < len(s.line) && word(s.line[s.at]) {
			s.at++
		}
		if s.start && s.delimiter() {
			s.assign(s.line[from:s.at])
		}
		s.start = false
	default:
		switch c {
		case '{', '(', '[':
			s.depth++
		case '}', ')', ']':
			s.depth--
		}
		s.start = strings.IndexByte("{,;([-", c) >= 0
		s.at++
	}
}

// literal reads a quoted string, which is a name when a delimiter follows.
func (s *scanner) literal(quote byte) {
	from := s.at + 1
	s.at = from
	for s.at < len(s.line) && s.line[s.at] != quote {
		if s.line[s.at] == '\\' && quote == '"' {
			s.at++
		}
		s.at++
	}
	end := min(s.at, len(s.line))
	s.at = min(s.at+1, len(s.line))
	content := s.line[from:end]
	if s.start && s.delimiter() {
		s.start = false
		s.assign(content)
		return
	}
	s.start = false
	if (s.name == "name" || s.name == "key") && secretName(content) {
		s.named = true
		return
	}
	if end > from && (s.hiding || s.named || credential(content)) {
		s.found = append(s.found, span{from, end})
	}
}

// delimiter reports whether what follows makes the word before it a name.
func (s *scanner) delimiter() bool {
	rest := strings.TrimLeft(s.line[s.at:], " \t")
	return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "==")
}

// assign is called behind a name, before its delimiter.
func (s *scanner) assign(name string) {
	s.name = strings.ToLower(name)
	if !s.hiding || s.depth <= s.hidden {
		s.hiding, s.hidden = s.all || secretName(name), s.depth
	}
	s.at += strings.IndexAny(s.line[s.at:], ":=") + 1
	if !s.yaml || s.line[s.at-1] != ':' {
		return
	}
	value := s.line[s.at:]
	trimmed := strings.TrimLeft(value, " \t")
	if trimmed == "" || strings.IndexByte("\"'!&*{[|>#", trimmed[0]) >= 0 {
		return
	}
	from := s.at + len(value) - len(trimmed)
	trimmed, _, _ = strings.Cut(trimmed, " #")
	trimmed = strings.TrimRight(trimmed, " \t")
	if (s.name == "name" || s.name == "key") && secretName(trimmed) {
		s.named = true
	} else if s.hiding || s.named || credential(trimmed) {
		s.found = append(s.found, span{from, from + len(trimmed)})
	}
	s.at = from + len(trimmed)
}

func word(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-'
}

// secretName reports whether a name, or a text that mentions one, promises a secret.
func secretName(name string) bool {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '_' || r == '-' || r == '.' || r == ' ':
			return -1
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		default:
			return r
		}
	}, name)
	for _, part := range []string{
		"password", "passwd", "passphrase", "pwd", "secret", "token", "privatekey", "apikey",
		"accesskey", "accountkey", "credential", "connectionstring",
	} {
		if strings.Contains(plain, part) {
			return true
		}
	}
	return false
}

// credential reports whether a value is a secret by its looks: a URL with a user, an
// access key, a private key.
func credential(value string) bool {
	if _, rest, ok := strings.Cut(value, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		if strings.Contains(host, "@") {
			return true
		}
	}
	for _, sign := range []string{"AKIA", "ASIA", "-----BEGIN"} {
		if strings.Contains(value, sign) {
			return true
		}
	}
	return false
}

func looksLikeYAML(file string) bool {
	for _, suffix := range []string{".tf", ".tofu", ".json", ".hcl", ".tfvars"} {
		if strings.HasSuffix(file, suffix) {
			return false
		}
	}
	return true
}
