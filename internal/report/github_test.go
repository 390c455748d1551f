package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// command is a line as GitHub's runner takes it apart.
type command struct {
	name, data string
	properties map[string]string
}

// parseCommand follows the runner: blanks before "::" do not count, properties are cut
// at commas, and the escapes are undone. The second result is false for a line of log.
func parseCommand(line string) (command, bool) {
	line = strings.TrimLeft(line, " \t")
	if !strings.HasPrefix(line, "::") {
		return command{}, strings.Contains(line, "##[")
	}
	head, data, ok := strings.Cut(line[2:], "::")
	if !ok {
		return command{}, false
	}
	name, rest, _ := strings.Cut(head, " ")
	c := command{name: name, data: unescape(data, false), properties: map[string]string{}}
	for p := range strings.SplitSeq(rest, ",") {
		if key, value, ok := strings.Cut(p, "="); ok {
			c.properties[key] = unescape(value, true)
		}
	}
	return c, true
}

func unescape(s string, property bool) string {
	if property {
		s = strings.NewReplacer("%3A", ":", "%2C", ",").Replace(s)
	}
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(s)
}

// commands fails on anything but the three of a report and one last line of log.
func commands(t *testing.T, r *Report) []command {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(written(t, WriteGitHub, r), "\n"), "\n")
	var list []command
	for i, l := range lines {
		c, ok := parseCommand(l)
		switch {
		case i == len(lines)-1:
			if ok || !strings.HasPrefix(l, "faultline: ") {
				t.Errorf("last line %q", l)
			}
			continue
		case !ok || c.name != "error" && c.name != "warning" && c.name != "notice":
			t.Errorf("line %q is the command %q", l, c.name)
		}
		for key := range c.properties {
			if !slices.Contains([]string{"file", "line", "endLine", "col", "title"}, key) {
				t.Errorf("property %s in %q", key, l)
			}
		}
		list = append(list, c)
	}
	return list
}

func TestGitHubInjection(t *testing.T) {
	t.Parallel()
	const (
		text = "100% a,b:c\r\n::stop-commands::x\n##[add-mask]y\n%0A::set-output name=a::b"
		file = "a,line=9,title=x::error::y%0A\r\n::add-mask::z.tf"
	)
	rule := &analyzer.Rule{ID: text, Severity: analyzer.High}
	r := &Report{Target: "::error::" + text, Assessment: &analyzer.Assessment{
		Findings: []*analyzer.Finding{{
			Rule: rule, Severity: rule.Severity, Verdict: analyzer.Fail, Message: text, Remediation: text,
			Resource: &graph.Resource{ID: text, Location: new(at(file, 3, 5, 3, 9))},
		}},
		Diagnostics: []graph.Diagnostic{{Summary: text, Detail: text + text, Incomplete: true, Location: new(at(file, 1, 1, 2, 1))}},
	}}
	list := commands(t, r)
	if len(list) != 2 {
		t.Fatalf("%d commands: %v", len(list), list)
	}
	// The runner reads back what was meant, with line breaks only in the message.
	if diff := cmp.Diff(map[string]string{
		"file": clean(file), "line": "3", "endLine": "3", "col": "5", "title": clean("high: " + text),
	}, list[1].properties); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(list[1].data, "100% a,b:c\n::stop-commands::x\n##[add-mask]y\n%0A::set-output name=a::b") {
		t.Errorf("%q", list[1].data)
	}
	if _, ok := list[0].properties["col"]; ok {
		t.Error("GitHub refuses columns of a range of several lines")
	}
	commands(t, hostileReport())
	r.Assessment = &analyzer.Assessment{Coverage: analyzer.Coverage{Resources: 1, Rules: 1, Judged: 1}}
	commands(t, r)
	r.Assessment = &analyzer.Assessment{}
	commands(t, r)
}

func TestGitHubLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		findings, unread int
		want             string
	}{
		{findings: 20, want: "error 10 warning 4 notice 5 left 2 high"},
		{findings: 15, want: "error 9 warning 3 notice 3"},
		{findings: 200, want: "error 10 warning 10 notice 10 left 30 critical, 80 high, 30 medium, 31 low"},
		// Three of those that were not read have a place, whatever the findings.
		{findings: 200, unread: 5, want: "error 10 warning 10 notice 10 left 30 critical, 80 high, 33 medium, 31 low, 2 not read or judged"},
		{unread: 12, want: "error 0 warning 10 notice 1 left 2 not read or judged"},
	} {
		t.Run(fmt.Sprint(test.findings, test.unread), func(t *testing.T) {
			t.Parallel()
			r := large(test.findings)
			for i := range test.unread {
				r.Assessment.Diagnostics = append(r.Assessment.Diagnostics, graph.Diagnostic{Summary: fmt.Sprint("file ", i), Incomplete: true})
			}
			count := map[string]int{}
			left := ""
			for _, c := range commands(t, r) {
				count[c.name]++
				if m := regexp.MustCompile(`of a level: (.*)\. Every`).FindStringSubmatch(c.data); m != nil {
					left = " left " + m[1]
				}
			}
			got := fmt.Sprintf("error %d warning %d notice %d%s", count["error"], count["warning"], count["notice"], left)
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
