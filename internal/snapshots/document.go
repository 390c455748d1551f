package snapshots

import (
	"bytes"
	"encoding/json"
	"strings"
)

// json redacts a text that is a JSON document: a state machine, a policy. Its keys stay
// where they are words; false for any other text.
func (r *redaction) json(s string) (string, bool) {
	trimmed := strings.TrimSpace(s)
	if len(trimmed) < 2 || trimmed[0] != '{' && trimmed[0] != '[' {
		return "", false
	}
	decoder := json.NewDecoder(strings.NewReader(trimmed))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil || decoder.More() {
		return "", false
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(r.value("", v)) != nil {
		return "", false
	}
	return strings.TrimSuffix(out.String(), "\n"), true
}
