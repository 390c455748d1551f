package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// shown is how many of something are named before a count takes over.
const shown = 3

// group is what a person sees as one finding: the findings of one rule that one
// place in the source decides. A for_each of fifty is one group.
type group struct {
	// findings is never empty and in order of resource; the first speaks for all.
	findings []*analyzer.Finding
	location *graph.Location // nil where the source has no text
	// here is how many of the findings the location decides; the others joined, because
	// they wait for the same.
	here int
}

type groupKey struct {
	rule     string
	verdict  analyzer.Verdict
	severity analyzer.Severity
	standing string
	location graph.Location
}

func (g *group) first() *analyzer.Finding { return g.findings[0] }

func (g *group) rule() *analyzer.Rule { return g.findings[0].Rule }

func (g *group) undetermined() bool { return g.findings[0].Verdict == analyzer.Undetermined }

// severity is that of all findings of the group.
func (g *group) severity() analyzer.Severity { return g.findings[0].Severity }

// groups keeps the order of the findings. One without a location is a group of its own.
func groups(findings []*analyzer.Finding) []*group {
	var list []*group
	byKey := make(map[groupKey]*group, len(findings))
	for _, f := range findings {
		at := location(f)
		if at == nil {
			list = append(list, &group{findings: []*analyzer.Finding{f}, here: 1})
			continue
		}
		key := groupKey{f.Rule.ID, f.Verdict, f.Severity, standing(f), *at}
		g := byKey[key]
		if g == nil {
			g = &group{location: at}
			byKey[key] = g
			list = append(list, g)
		}
		g.findings = append(g.findings, f)
		g.here++
	}
	return list
}

// joined puts the undetermined verdicts of one rule that wait for the same things into
// one block, also where they stand in several places or roots: it is one thing to do.
func joined(list []*group) []*group {
	byKey := map[string]*group{}
	return slices.DeleteFunc(list, func(g *group) bool {
		if !g.undetermined() {
			return false
		}
		key := g.rule().ID + "\x00" + string(g.severity()) + "\x00" + standing(g.first()) + "\x00" + strings.Join(g.waits(), "\x00")
		first := byKey[key]
		if first == nil {
			byKey[key] = g
			return false
		}
		first.findings = append(first.findings, g.findings...)
		return true
	})
}

// waits names what the verdicts of the group wait for, without the roots.
func (g *group) waits() []string {
	var names []string
	for _, f := range g.findings {
		for _, n := range f.Unknown {
			names = append(names, local(f, n.Needs)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// local takes the root of a finding off the names of what it needs.
func local(f *analyzer.Finding, needs []string) []string {
	names := make([]string, len(needs))
	for i, n := range needs {
		names[i] = strings.TrimPrefix(n, f.Resource.Group+"/")
	}
	return names
}

// resources names each resource of the group once.
func (g *group) resources() []string {
	ids := make([]string, 0, len(g.findings))
	for _, f := range g.findings {
		ids = append(ids, f.Resource.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// needed returns what would decide the verdicts of the group, each once.
func (g *group) needed() []analyzer.Needed {
	var list []analyzer.Needed
	seen := map[string]bool{}
	for _, f := range g.findings {
		for _, n := range f.Unknown {
			key := n.Supply
			if key == "" {
				key = strings.Join(n.Needs, "\x00")
			}
			if !seen[key] {
				seen[key] = true
				list = append(list, n)
			}
		}
	}
	return list
}

// asks says what to provide for the verdicts of a block: what is the same in several
// roots once, and all modules at once.
func (g *group) asks() []string {
	var list, modules []string
	at := map[string]int{} // of what is needed in the list
	roots := map[string]map[string]bool{}
	for _, f := range g.findings {
		for _, n := range f.Unknown {
			names := local(f, n.Needs)
			if n.Supply == "" && len(names) > 0 && !slices.ContainsFunc(names, isNoModule) {
				modules = append(modules, names...)
				continue
			}
			key := strings.Join(names, "\x00")
			if roots[key] == nil {
				text := supply(n)
				if slices.Contains(list, text) {
					continue
				}
				roots[key] = map[string]bool{}
				at[key] = len(list)
				list = append(list, text)
			}
			roots[key][f.Resource.Group] = true
		}
	}
	for key, in := range roots {
		if len(in) > 1 {
			list[at[key]] += ", and the same for " + count(len(in)-1, "other root")
		}
	}
	if len(modules) > 0 {
		slices.Sort(modules)
		list = append(list, enumerate(slices.Compact(modules))+" on disk, by terraform get or init -backend=false")
	}
	return list
}

func isNoModule(need string) bool {
	at := strings.LastIndex(need, "module.")
	return at < 0 || strings.ContainsAny(need[at+len("module."):], "./ ")
}

var readsData = regexp.MustCompile(`(^|/|\.)data\.[a-z0-9]+_`)

// supply says how to provide what was missing. Nothing but a plan, or the account,
// has what a data source reads.
func supply(n analyzer.Needed) string {
	switch {
	case n.Supply != "":
		return n.Supply
	case len(n.Needs) == 0:
		return "a value for " + string(n.Path)
	case !slices.ContainsFunc(n.Needs, func(need string) bool { return !readsData.MatchString(need) }):
		return "a plan in JSON, which has " + enumerate(n.Needs)
	case strings.HasPrefix(n.Needs[0], "the "):
		return enumerate(n.Needs)
	case strings.HasPrefix(n.Needs[0], "whether "):
		return "only the roots of one account in one scan: it is not known " + enumerate(n.Needs)
	default:
		return "a value for " + enumerate(n.Needs)
	}
}

// inner are the places that a value passed through after it was decided, from the
// deciding place to the resource, each line once over the whole group.
func (g *group) inner() []graph.Step {
	var list []graph.Step
	seen := map[graph.Location]bool{}
	if g.location != nil {
		seen[line(*g.location)] = true
	}
	for _, f := range g.findings[:g.here] {
		for i := min(f.Trace.Decides, len(f.Trace.Steps)) - 1; i >= 0; i-- {
			s := f.Trace.Steps[i]
			if at := line(s.Location); !seen[at] {
				seen[at] = true
				list = append(list, s)
			}
		}
	}
	return list
}

// outer are the calls and steps around the deciding place, innermost first, each
// line once.
func (g *group) outer() []graph.Step {
	var list []graph.Step
	seen := map[graph.Location]bool{}
	if g.location != nil {
		seen[line(*g.location)] = true
	}
	for _, s := range g.inner() {
		seen[line(s.Location)] = true
	}
	add := func(s graph.Step) {
		if at := line(s.Location); !seen[at] {
			seen[at] = true
			list = append(list, s)
		}
	}
	for _, f := range g.findings[:g.here] {
		for i := f.Trace.Decides + 1; i < len(f.Trace.Steps); i++ {
			add(f.Trace.Steps[i])
		}
		for _, c := range f.Trace.Calls {
			note := "module call"
			if f.Resource.Source == graph.CloudFormation {
				note = "nested stack"
			}
			add(graph.Step{Location: c, Note: note, Call: true})
		}
	}
	return list
}

// line reduces a location to the line it starts on.
func line(l graph.Location) graph.Location {
	return graph.Location{File: l.File, Line: l.Line}
}

// enumerate names at most three, then counts.
func enumerate(names []string) string {
	if len(names) > shown {
		return strings.Join(names[:shown], ", ") + " and " + strconv.Itoa(len(names)-shown) + " more"
	}
	return strings.Join(names, ", ")
}

// count is "1 finding", "2 findings".
func count(n int, singular string) string {
	if n == 1 {
		return "1 " + singular
	}
	return strconv.Itoa(n) + " " + singular + "s"
}
