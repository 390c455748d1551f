package report

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

func markdownOf(t *testing.T, r *Report, o MarkdownOptions) string {
	t.Helper()
	var buf bytes.Buffer
	if err := WriteMarkdown(&buf, r, o); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// markupReport has Markdown, HTML and the commands of GitHub and GitLab wherever a
// source can put text.
func markupReport() *Report {
	const text = "a | b\n\n# c\n- [ ] <script>x</script> <img src=x onerror=y> [l](javascript:z) ![i](http://e/i.png) `code` **b** ~~s~~ " +
		"@team #1 !2 http://evil.example www.evil.example <!-- $x$ \\| &amp;\n/close\n```\n::error::x\n</details>\n\n    ```\n    ::warning::y"
	r := fixture()
	b := &graph.Builder{}
	b.Add(&graph.Resource{
		ID: text, Type: "t", NativeType: "t", Location: new(at(text, 3, 1, 4, 1)), Construct: graph.Construct{Path: text, Declared: text, Class: text},
	}, nil)
	bad := b.Freeze().Resources()[0]
	rule := &analyzer.Rule{ID: text, Title: text, Severity: analyzer.Severity(text)}
	for _, f := range r.Assessment.Findings {
		f.Message, f.Remediation = text, text
		for i := range f.Trace.Steps {
			f.Trace.Steps[i].Note = text
		}
		f.Suppressions = append(f.Suppressions, analyzer.Suppression{
			Reason: text, Until: "2026-01-01", Expired: true, Location: at(text, 3, 1, 3, 2),
		})
		f.Unknown = []analyzer.Needed{{Supply: text}, {Needs: []string{text}}}
		f.Related = []analyzer.Related{{Resource: bad, Note: text}}
	}
	r.Assessment.Findings = append(r.Assessment.Findings,
		&analyzer.Finding{Rule: rule, Severity: rule.Severity, Verdict: analyzer.Fail, Resource: bad, Message: text},
		&analyzer.Finding{Rule: rule, Severity: rule.Severity, Verdict: analyzer.Undetermined, Resource: bad, Message: text})
	r.Assessment.Diagnostics = append(r.Assessment.Diagnostics,
		graph.Diagnostic{Summary: text, Detail: text + text, Incomplete: true, Location: bad.Location})
	r.Target = text
	return r
}

// TestMarkdownInjection holds every line against the few forms that a summary has, so
// that no text of a source stands where markup begins.
func TestMarkdownInjection(t *testing.T) {
	t.Parallel()
	forms := regexp.MustCompile("^(## faultline: .*|### (Undetermined|Incomplete)|" +
		`\| .* \||</?details>|<summary>Details, and what to change</summary>|(  )?- .*|    <br>.*|    ` + "`{3,}" + `|    [^:].*|    : :.*|` +
		`\*\*[^*].*|The worst: .*|[0-9]+ .*|)$`)
	target := regexp.MustCompile(`\]\([^)]*\)`)
	tags := []string{"<br>", "<code>", "</code>", "<span>", "</span>", "<details>", "</details>", "<summary>", "</summary>"}
	tag := regexp.MustCompile(`<[^>]*>`)
	for name, r := range map[string]*Report{"markup": markupReport(), "hostile": hostileReport(), "fixture": fixture()} {
		inCode := false
		for l := range strings.Lines(markdownOf(t, r, MarkdownOptions{LinkBase: "https://e/a b)|<"})) {
			l = strings.TrimSuffix(l, "\n")
			if !forms.MatchString(l) {
				t.Errorf("%s: line %q", name, l)
			}
			if strings.Contains(l, "##[") {
				t.Errorf("%s: command %q", name, l)
			}
			if strings.HasPrefix(l, "    ```") {
				inCode = !inCode
				continue
			}
			if inCode {
				continue
			}
			if strings.HasPrefix(l, "| ") && strings.Count(strings.ReplaceAll(l, `\|`, ""), "|") != 5 {
				t.Errorf("%s: cells of %q", name, l)
			}
			for _, have := range tag.FindAllString(regexp.MustCompile("`[^`]*`").ReplaceAllString(l, ""), -1) {
				if !slices.Contains(tags, have) {
					t.Errorf("%s: %s in %q", name, have, l)
				}
			}
			l = target.ReplaceAllString(l, "](…)")
			for _, bad := range []string{"@team", "#1", "!2", "http://evil", "www.evil"} {
				if strings.Contains(l, bad) {
					t.Errorf("%s: %s in %q", name, bad, l)
				}
			}
		}
		if inCode {
			t.Errorf("%s: code without an end", name)
		}
	}
}

func TestMarkdownText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a_b * c": `a\_b \* c`, "<b>&": "&lt;b&gt;&amp;", "x|y": `x\|y`, "[a](b)": `\[a\](b)`, "@a": "@&#8203;a", "#12 #a": "#&#8203;12 #a",
		"https://x": `https\://x`, "www.x": `www\.x`, "$x": "<span>$</span>x", "a\nb": "a b", "\\": `\\`, "99.95%": "99.95%", "a:b": "a:b",
	} {
		if got := mdText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"a.b[0]": "`a.b[0]`", "a|b": `<code>a\|b</code>`, "a`b": "<code>a\\`b</code>", "": "<code></code>", "a|": `<code>a\|</code>`,
	} {
		if got := mdCode(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"a\nb":                      "a<br>b\n",
		"a:\n\n  x {\n    y\n  }":   "a:\n    ```\n    x {\n      y\n    }\n    ```\n",
		"a:\n\n  x\n\nb\nc\n  ```":  "a:\n    ````\n    x\n    ````\n    <br>b<br>c\n    ````\n    ```\n    ````\n",
		"  x":                       "\n    ```\n    x\n    ```\n",
		"  ::error::x\n  ##[group]": "\n    ```\n    : :error::x\n    ## [group]\n    ```\n",
	} {
		if diff := cmp.Diff(want, mdBlock(text, "    ")); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestMarkdownLinks(t *testing.T) {
	t.Parallel()
	text := markdownOf(t, fixture(), MarkdownOptions{LinkBase: "https://github.com/acme/infra/blob/0123abc/"})
	const want = "[live/prod/main.tf:41](https://github.com/acme/infra/blob/0123abc/live/prod/main.tf#L41)"
	if !strings.Contains(text, want) {
		t.Errorf("no %s in\n%s", want, text)
	}
}

func TestMarkdownLimit(t *testing.T) {
	t.Parallel()
	r := large(400)
	r.Assessment.Diagnostics = []graph.Diagnostic{{Summary: "not read", Incomplete: true}}
	whole := markdownOf(t, r, MarkdownOptions{})
	if strings.Contains(whole, "Left out") {
		t.Error("cut without need")
	}
	for _, limit := range []int{120_000, 60_000, 3000, 1000} {
		text := markdownOf(t, r, MarkdownOptions{limit: limit})
		if len(text) > limit {
			t.Errorf("%d bytes, limit %d", len(text), limit)
		}
		if !strings.Contains(text, "**Left out**") || !strings.Contains(text, "judged by") {
			t.Errorf("limit %d: no notice or coverage:\n%.2000s", limit, text)
		}
		if strings.Count(text, "<details>") != strings.Count(text, "</details>") {
			t.Errorf("limit %d: details without an end", limit)
		}
		if limit >= 3000 && !strings.Contains(text, "| **critical** |") {
			t.Errorf("limit %d: without the worst", limit)
		}
		if strings.Contains(text, "| **low** |") && limit < 60_000 {
			t.Errorf("limit %d: the least severe was kept", limit)
		}
	}
	if text := markdownOf(t, large(5000), MarkdownOptions{}); len(text) > maxMarkdown || len(text) < maxMarkdown*9/10 {
		t.Errorf("%d bytes of %d", len(text), maxMarkdown)
	}
}
