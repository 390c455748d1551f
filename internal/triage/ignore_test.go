package triage

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseIgnore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want ignore
		err  string // part of it
	}{
		{`ignore a reason="b c"`, ignore{rules: []string{"a"}, reason: "b c"}, ""},
		{`ignore a,b reason=c until=2027-01-31`, ignore{[]string{"a", "b"}, "c", "2027-01-31"}, ""},
		{"  ignore\ta , b,a until=\"2027-01-31\"  reason='it''s'", ignore{}, `"'s'" stands behind reason`},
		{`ignore a, b, a until="2027-01-31" reason='say "no"'`, ignore{[]string{"a", "b"}, `say "no"`, "2027-01-31"}, ""},
		{`ignore a reason="\"b\" \\ \n"`, ignore{rules: []string{"a"}, reason: `"b" \ \n`}, ""},
		{`ignore reason=b a`, ignore{}, `"a" stands behind reason`},
		{`ignore a`, ignore{}, "there is no reason"},
		{`ignore a reason=`, ignore{}, "there is no reason"},
		{`ignore a reason="  "`, ignore{}, "there is no reason"},
		{`ignore reason="b"`, ignore{}, "no rule is named"},
		{`ignore`, ignore{}, "no rule is named"},
		{``, ignore{}, "is no instruction"},
		{`ignor a`, ignore{}, `did you mean "ignore"?`},
		{`ignore a reason="b`, ignore{}, "reason: the closing quote is missing"},
		{`ignore a reason=b until=31.1.2027`, ignore{}, "until: \"31.1.2027\" is not a day"},
		{`ignore a reason=b until=2027-02-30`, ignore{}, "is not a day"},
		{`ignore a reson=b`, ignore{}, `"reson" means nothing here; did you mean "reason"?`},
		{`ignore a reason=b reason=c`, ignore{}, "reason is given twice"},
		{`ignore a reason=it is old`, ignore{}, "a text of several words needs quotes"},
	} {
		got, err := parseIgnore(test.text)
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%q: error %v, want %q", test.text, err, test.err)
			}
		case err != nil:
			t.Errorf("%q: %v", test.text, err)
		default:
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(ignore{})); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		}
	}
}

// FuzzParseIgnore holds that no text panics, that what is taken is complete, and that it
// is read back from its written form.
func FuzzParseIgnore(f *testing.F) {
	for _, seed := range []string{
		`ignore a reason="b"`, `ignore a,b reason='c' until=2027-01-31`, `ignore a reason="\"\\"`, "ignore", "", "ignore \x00=", `ignore a =b`, "ignore ü reason=\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseIgnore(text)
		if err != nil {
			return
		}
		if len(got.rules) == 0 || got.reason == "" {
			t.Fatalf("%q is taken as %+v", text, got)
		}
		form := "ignore " + strings.Join(got.rules, ",") + ` reason="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(got.reason) + `"`
		if got.until != "" {
			form += " until=" + got.until
		}
		again, err := parseIgnore(form)
		if err != nil {
			t.Fatalf("%q, from %q: %v", form, text, err)
		}
		if diff := cmp.Diff(got, again, cmp.AllowUnexported(ignore{})); diff != "" {
			t.Errorf("%q is read back otherwise:\n%s", form, diff)
		}
	})
}
