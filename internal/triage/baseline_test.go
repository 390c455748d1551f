package triage

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	print1 = "0123456789abcdef0123456789abcdef"
	print2 = "f123456789abcdef0123456789abcdef"
)

// entryJSON is an entry as it is written, with a change for tests.
func entryJSON(fingerprint, more string) string {
	return `{"rule": "aws-rds-single-az", "root": "live", "resource": "live/aws_db_instance.a", "verdict": "fail", "fingerprint": "` +
		fingerprint + `", "since": "2026-11-27"` + more + `}`
}

func baselineJSON(entries ...string) string {
	return "{\n\"version\": 1,\n\"findings\": [\n" + strings.Join(entries, ",\n") + "\n]}\n"
}

func TestReadBaseline(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, src, want string }{
		{"empty list", baselineJSON(), ""},
		{"entries", baselineJSON(entryJSON(print1, ""), entryJSON(print2, `, "count": 2, "path": "a", "reason": "b"`)), ""},
		{"with its schema", `{"$schema": "x", "version": 1, "findings": []}`, ""},
		{"empty file", "", "line 1: the baseline is damaged: unexpected end of JSON input; mend it, or delete it"},
		{"cut off", "{\n\"version\": 1,\n\"findings\": [", "line 3: the baseline is damaged"},
		{"merge conflict", "{\n<<<<<<< HEAD\n", "line 2: the baseline is damaged: invalid character '<' looking for beginning of object key string; it has the marks of a merge conflict"},
		{"a list", "[]", "damaged"},
		{"no version", "{}", "this is no baseline: version is missing"},
		{"newer", `{"version": 2, "whatever": 1}`, "version 2, of a newer faultline; this one reads version 1"},
		{"version 0", `{"version": 0}`, "version must be 1, not 0"},
		{"unknown name", `{"version": 1, "findings": [], "more": 1}`, `unknown field "more"`},
		{"no findings", `{"version": 1}`, "findings is missing"},
		{"unknown name in an entry", baselineJSON(entryJSON(print1, ""), entryJSON(print2, `, "message": "m"`)), `line 5: unknown field "message"`},
		{"no rule", baselineJSON(strings.Replace(entryJSON(print1, ""), "aws-rds-single-az", "", 1)), "line 4: a finding has no rule"},
		{"no resource", baselineJSON(strings.Replace(entryJSON(print1, ""), "live/aws_db_instance.a", "", 1)), "line 4: a finding has no resource"},
		{"verdict", baselineJSON(strings.Replace(entryJSON(print1, ""), "fail", "pass", 1)), `verdict must be fail or undetermined, not "pass"`},
		{"fingerprint", baselineJSON(entryJSON("abc", "")), `fingerprint must have 32 hexadecimal digits, not "abc"`},
		{"twice", baselineJSON(entryJSON(print1, ""), entryJSON(print1, "")), "line 5: the fingerprint is listed already"},
		{"count of one", baselineJSON(entryJSON(print1, `, "count": 1`)), "count is for more than one"},
		{"day", baselineJSON(strings.Replace(entryJSON(print1, ""), "2026-11-27", "yesterday", 1)), `since must be a day in the form 2026-11-27, not "yesterday"`},
		{"something behind it", baselineJSON() + "{}", "damaged"},
		{"a number for a text", baselineJSON(strings.Replace(entryJSON(print1, ""), `"live"`, "7", 1)), "line 4: cannot unmarshal number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b, err := ReadBaseline([]byte(test.src))
			switch {
			case test.want == "" && err != nil:
				t.Fatal(err)
			case test.want == "":
				if n := strings.Count(test.src, "fingerprint"); b.Len() != n {
					t.Errorf("%d entries, want %d", b.Len(), n)
				}
				validBaseline(t, []byte(test.src))
			case err == nil || !strings.Contains(err.Error(), test.want):
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// validBaseline holds a file against the published schema.
func validBaseline(t *testing.T, src []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", "baseline.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
}

// FuzzReadBaseline holds that no text panics, that an error says something, and that what
// is read is written and read again as the same.
func FuzzReadBaseline(f *testing.F) {
	for _, seed := range []string{
		"", "{}", baselineJSON(), baselineJSON(entryJSON(print1, ""), entryJSON(print2, `, "count": 3, "reason": "\u2028"`)), `{"version":1,"findings":[null]}`, "[[[[",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		b, err := ReadBaseline(src)
		if err != nil {
			if b != nil || err.Error() == "" {
				t.Fatalf("error %q beside %v", err, b)
			}
			return
		}
		text, err := (&Renewal{Entries: b.entries}).JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadBaseline(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		second, err := (&Renewal{Entries: again.entries}).JSON()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text, second) {
			t.Errorf("written again as\n%s\nnot\n%s", second, text)
		}
	})
}
