package triage

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// pattern is an entry of a selector that was compiled, with whether it ever matched.
type pattern struct {
	config.Word
	kind string // "path", "resource", "tag", as in a message
	re   *regexp.Regexp
	hits int
}

// selector chooses resources; each kind that is given must match.
type selector struct {
	triage       *Triage
	paths        []*pattern
	resources    []*pattern
	tags         []*pattern
	tagNames     []string // of tags, in the same order
	environments []string
}

func (t *Triage) newSelector(c *config.Selector) *selector {
	s := &selector{triage: t}
	for _, w := range c.Paths {
		s.paths = append(s.paths, &pattern{Word: w, kind: "path"})
	}
	for _, w := range c.Resources {
		s.resources = append(s.resources, &pattern{Word: w, kind: "resource", re: addressPattern(w.Text)})
	}
	for _, tag := range c.Tags {
		s.tags = append(s.tags, &pattern{
			Word: config.Word{Text: tag.Name + ": " + tag.Value, Line: tag.Line}, kind: "tag", re: textPattern(tag.Value),
		})
		s.tagNames = append(s.tagNames, tag.Name)
	}
	for _, w := range c.Environments {
		s.environments = append(s.environments, w.Text)
	}
	return s
}

// match reports whether a finding's resource is chosen. Every pattern is tried, so that
// those that match nothing can be told.
func (s *selector) match(f *analyzer.Finding) bool {
	ok := true
	if len(s.paths) > 0 {
		ok = s.anyPath(f)
	}
	if len(s.resources) > 0 {
		ok = s.anyResource(f.Resource) && ok
	}
	for i, p := range s.tags {
		value, tagged := f.Resource.Tags[s.tagNames[i]]
		if tagged && p.re.MatchString(value) {
			p.hits++
		} else {
			ok = false
		}
	}
	return ok
}

// anyPath tries the patterns on the root that deploys the resource, the file that
// declares it and the one that decides, and on the directories that they lie in.
func (s *selector) anyPath(f *analyzer.Finding) bool {
	found := false
	for _, p := range s.paths {
		for _, file := range s.triage.places(f) {
			if matchPath(cmp.Or(p.Anchored, p.Text), file) {
				p.hits++
				found = true
				break
			}
		}
	}
	return found
}

func (s *selector) anyResource(r *graph.Resource) bool {
	found := false
	identity := analyzer.Identity(r)
	for _, p := range s.resources {
		if p.re.MatchString(identity) || p.re.MatchString(strings.TrimPrefix(identity, r.Group+"/")) {
			p.hits++
			found = true
		}
	}
	return found
}

// places are the paths of a finding, relative to the boundary.
func (t *Triage) places(f *analyzer.Finding) []string {
	list := make([]string, 0, 3)
	add := func(file string) {
		if file != "" {
			list = append(list, t.opts.Path(file))
		}
	}
	add(f.Resource.Group)
	if f.Resource.Location != nil {
		add(f.Resource.Location.File)
	}
	if at := f.Trace.Deciding(); at != nil {
		add(at.File)
	}
	return list
}

// matchPath reports whether a pattern is that of a path or of a directory around it.
func matchPath(pattern, file string) bool {
	for {
		if doublestar.MatchUnvalidated(pattern, file) {
			return true
		}
		up := path.Dir(file)
		if up == file || file == "." {
			return false
		}
		file = up
	}
}

// addressPattern matches an address, or the beginning of one that is a whole part of it.
func addressPattern(p string) *regexp.Regexp {
	return regexp.MustCompile(`\A` + wildcards(p) + `(?:\z|[.\[])`)
}

// textPattern matches a whole text.
func textPattern(p string) *regexp.Regexp {
	return regexp.MustCompile(`\A` + wildcards(p) + `\z`)
}

// wildcards makes an expression of a pattern in which * alone has a meaning.
func wildcards(p string) string {
	parts := strings.Split(p, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return strings.Join(parts, `(?s:.*)`)
}

// rulePattern is an id, or a pattern of ids.
type rulePattern struct {
	text string
	re   *regexp.Regexp
}

func (p *rulePattern) match(id string) bool { return p.re.MatchString(id) }
