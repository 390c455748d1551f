package triage

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// patternKind is what a pattern is about.
type patternKind string

const (
	aboutPath     patternKind = "path"
	aboutResource patternKind = "address"
	aboutTag      patternKind = "tag"
)

// pattern is a compiled entry of a selector.
type pattern struct {
	config.Word
	kind patternKind
	tag  string         // name of the tag
	re   *regexp.Regexp // of an address, or the value of a tag
	hits int            // findings that it matched
}

// selector chooses resources; each kind that is given must match.
type selector struct {
	triage       *Triage
	paths        []*pattern
	resources    []*pattern
	tags         []*pattern
	environments []string
}

func (t *Triage) newSelector(c *config.Selector) (*selector, error) {
	if err := t.knownEnvironments(c.Environments); err != nil {
		return nil, err
	}
	s := &selector{triage: t}
	for _, w := range c.Paths {
		if !doublestar.ValidatePattern(w.Text) {
			return nil, t.errorAt(w.Line, "%q is no pattern: a bracket or a brace is not closed", w.Text)
		}
		s.paths = append(s.paths, &pattern{Word: w, kind: aboutPath})
	}
	for _, w := range c.Resources {
		s.resources = append(s.resources, &pattern{Word: w, kind: aboutResource, re: addressPattern(w.Text)})
	}
	for _, tag := range c.Tags {
		s.tags = append(s.tags, &pattern{
			Word: config.Word{Text: tag.Name + "=" + tag.Value, Line: tag.Line}, kind: aboutTag, tag: tag.Name, re: textPattern(tag.Value),
		})
	}
	for _, w := range c.Environments {
		s.environments = append(s.environments, w.Text)
	}
	return s, nil
}

// patterns are all of them, in order of kind.
func (s *selector) patterns() []*pattern { return slices.Concat(s.paths, s.resources, s.tags) }

// matchesAll reports whether it chooses every resource.
func (s *selector) matchesAll() bool { return len(s.patterns())+len(s.environments) == 0 }

// match reports whether a finding's resource is chosen. Every pattern is tried, so that
// those that match nothing can be told.
func (s *selector) match(f *analyzer.Finding) bool {
	ok := len(s.paths) == 0 || s.anyPath(f)
	if len(s.resources) > 0 {
		ok = s.anyResource(f.Resource) && ok
	}
	for _, p := range s.tags {
		if p.resource(f.Resource) {
			p.hits++
		} else {
			ok = false
		}
	}
	return ok && (len(s.environments) == 0 || slices.Contains(s.environments, s.triage.environmentOf(f)))
}

// anyPath tries the patterns on the places of the resource and the file that decides.
func (s *selector) anyPath(f *analyzer.Finding) bool {
	files := s.triage.places(f.Resource)
	if at := f.Trace.Deciding(); at != nil {
		files = append(files, s.triage.opts.Path(at.File))
	}
	found := false
	for _, p := range s.paths {
		if slices.ContainsFunc(files, p.path) {
			p.hits++
			found = true
		}
	}
	return found
}

func (s *selector) anyResource(r *graph.Resource) bool {
	found := false
	for _, p := range s.resources {
		if p.resource(r) {
			p.hits++
			found = true
		}
	}
	return found
}

// path reports whether a pattern is that of a path or of a directory around it.
func (p *pattern) path(file string) bool {
	for {
		if doublestar.MatchUnvalidated(cmp.Or(p.Anchored, p.Text), file) {
			return true
		}
		up := path.Dir(file)
		if up == file || file == "." {
			return false
		}
		file = up
	}
}

// resource matches the address, with or without the root, or the tag of a resource.
func (p *pattern) resource(r *graph.Resource) bool {
	if p.kind == aboutTag {
		value, tagged := r.Tags[p.tag]
		return tagged && p.re.MatchString(value)
	}
	identity := analyzer.Identity(r)
	return p.re.MatchString(identity) || p.re.MatchString(strings.TrimPrefix(identity, r.Group+"/"))
}

// places are the paths of a resource, relative to the boundary: the root that deploys it,
// and the file that declares it.
func (t *Triage) places(r *graph.Resource) []string {
	list := make([]string, 0, 3)
	if r.Group != "" {
		list = append(list, t.opts.Path(r.Group))
	}
	if r.Location != nil {
		list = append(list, t.opts.Path(r.Location.File))
	}
	return list
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
