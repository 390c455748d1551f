package analyzer

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// settling turns the results of one rule into findings: the rule says only what it
// alone knows, everything else is added here.
type settling struct {
	run  *run
	rule *Rule
	outcome
}

// set takes the partial set of a verdict.
func (s *settling) set(verdict Verdict, set ast.Set) {
	set.Foreach(func(t *ast.Term) {
		f, err := s.finding(verdict, t)
		if err != nil {
			s.unusable("%s has %s: %s", verdict, brief(t), err)
			return
		}
		s.findings = append(s.findings, f)
	})
}

// unusable records a result that cannot be reported, so that it is not lost silently.
func (s *settling) unusable(format string, args ...any) {
	s.diagnostics = append(s.diagnostics, graph.Diagnostic{
		Severity: graph.SeverityError, Summary: "Rule gave an unusable result", Incomplete: true,
		Detail: s.rule.ID + ": " + fmt.Sprintf(format, args...) + ". The verdict is missing; this is a mistake in the rule.",
	})
}

func brief(t *ast.Term) string {
	const limit = 200
	text := t.String()
	if len(text) > limit {
		return strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}

// result is what a rule may say of a resource.
type result struct {
	resource, path, message string
	related, unknown        []*ast.Term
	needs                   []string
}

func (s *settling) finding(verdict Verdict, t *ast.Term) (*Finding, error) {
	res, err := readResult(verdict, t)
	if err != nil {
		return nil, err
	}
	r := s.run.graph.Resource(res.resource)
	if r == nil {
		return nil, fmt.Errorf("there is no resource %q", res.resource)
	}
	f := &Finding{Rule: s.rule, Severity: s.rule.Severity, Verdict: verdict, Resource: r, Path: graph.Path(res.path), Message: res.message}
	if f.Related, err = s.related(res.related); err != nil {
		return nil, err
	}
	if verdict == Undetermined {
		if err := s.needed(f, &res); err != nil {
			return nil, err
		}
		if f.Message == "" {
			f.Message = cannotTell(f)
		}
	}
	if r.MayExist {
		if err := s.mayExist(f); err != nil {
			return nil, err
		}
	}
	s.assumed(f)
	f.Trace = s.run.graph.Locate(r.ID, f.Path)
	f.Remediation = remediation(s.rule, r.Source)
	f.Fingerprint = fingerprint(f)
	return f, nil
}

func readResult(verdict Verdict, t *ast.Term) (result, error) {
	var res result
	obj, ok := t.Value.(ast.Object)
	if !ok {
		return res, fmt.Errorf("a verdict is an object, not a %s", ast.ValueName(t.Value))
	}
	err := obj.Iter(func(k, v *ast.Term) error {
		key, err := text(k)
		if err != nil {
			return err
		}
		switch {
		case key == "resource":
			res.resource, err = text(v)
		case key == "path":
			res.path, err = text(v)
		case key == "message":
			res.message, err = text(v)
		case key == "related":
			res.related, err = items(v)
		case key == "unknown" && verdict == Undetermined:
			res.unknown, err = items(v)
		case key == "needs" && verdict == Undetermined:
			res.needs, err = texts(v)
		default:
			return fmt.Errorf("the key %q means nothing here", key)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		return nil
	})
	switch {
	case err != nil:
		return res, err
	case res.resource == "":
		return res, errors.New("no resource is named")
	case verdict == Fail && res.message == "":
		return res, errors.New("no message says what happens")
	}
	return res, nil
}

// items reads an array or a set.
func items(t *ast.Term) ([]*ast.Term, error) {
	switch v := t.Value.(type) {
	case *ast.Array:
		list := make([]*ast.Term, 0, v.Len())
		v.Foreach(func(e *ast.Term) { list = append(list, e) })
		return list, nil
	case ast.Set:
		return v.Slice(), nil
	default:
		return nil, fmt.Errorf("expected an array or a set, not %s", ast.ValueName(t.Value))
	}
}

func texts(t *ast.Term) ([]string, error) {
	list, err := items(t)
	if err != nil {
		return nil, err
	}
	found := make([]string, len(list))
	for i, e := range list {
		if found[i], err = text(e); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (s *settling) related(list []*ast.Term) ([]Related, error) {
	found := make([]Related, 0, len(list))
	for _, t := range list {
		part, err := readPart(t, "note")
		if err != nil {
			return nil, fmt.Errorf("related: %w", err)
		}
		r := s.run.graph.Resource(part.resource)
		if r == nil {
			return nil, fmt.Errorf("related: there is no resource %q", part.resource)
		}
		found = append(found, Related{Resource: r, Note: part.note})
	}
	if len(found) == 0 {
		return nil, nil
	}
	return found, nil
}

// part is an element of related or unknown.
type part struct {
	resource, path, note string
	needs                []string
}

func readPart(t *ast.Term, keys ...string) (part, error) {
	var p part
	obj, ok := t.Value.(ast.Object)
	if !ok {
		return p, fmt.Errorf("expected an object, not %s", ast.ValueName(t.Value))
	}
	return p, obj.Iter(func(k, v *ast.Term) error {
		key, err := text(k)
		if err != nil {
			return err
		}
		switch {
		case key == "resource":
			p.resource, err = text(v)
		case !slices.Contains(keys, key):
			return fmt.Errorf("the key %q means nothing here", key)
		case key == "path":
			p.path, err = text(v)
		case key == "note":
			p.note, err = text(v)
		case key == "needs":
			p.needs, err = texts(v)
		}
		return err
	})
}

// needed collects what was missing for a verdict: the unknown at the finding's own
// path, values of other resources, and things that were not loaded.
func (s *settling) needed(f *Finding, res *result) error {
	if res.path != "" {
		s.unknownAt(f, f.Resource, f.Path)
	}
	for _, t := range res.unknown {
		p, err := readPart(t, "path", "needs")
		if err != nil {
			return fmt.Errorf("unknown: %w", err)
		}
		if p.resource == "" {
			s.add(f, f.Resource, nil, "", p.needs)
			continue
		}
		r := s.run.graph.Resource(p.resource)
		if r == nil {
			return fmt.Errorf("unknown: there is no resource %q", p.resource)
		}
		switch {
		case len(p.needs) > 0:
			s.add(f, r, r, graph.Path(p.path), p.needs)
		case p.path != "":
			s.unknownAt(f, r, graph.Path(p.path))
			if len(r.UnknownAt(graph.Path(p.path))) == 0 {
				return fmt.Errorf("unknown: %s of %s is known", p.path, p.resource)
			}
		default:
			s.add(f, r, r, "", r.Needs)
		}
	}
	s.add(f, f.Resource, nil, "", res.needs)
	if len(f.Unknown) == 0 {
		return fmt.Errorf("it does not say what would decide it: nothing is unknown at %q, and neither unknown nor needs name anything", res.path)
	}
	return nil
}

func (s *settling) unknownAt(f *Finding, r *graph.Resource, path graph.Path) {
	for _, u := range r.UnknownAt(path) {
		s.add(f, r, r, u.Path, u.Needs)
	}
}

// add appends one needed value; holder has the attribute, and scope the group in
// which the needs mean something.
func (s *settling) add(f *Finding, scope, holder *graph.Resource, path graph.Path, needs []string) {
	if len(needs) == 0 {
		return
	}
	n := Needed{Path: path, Needs: needs}
	if holder != f.Resource {
		n.Resource = holder
	}
	var hints []string
	for _, need := range needs {
		if h := s.run.graph.Hint(scope.Group, need); h != "" && !slices.Contains(hints, h) {
			hints = append(hints, h)
		}
	}
	n.Supply = strings.Join(hints, " ")
	same := func(m Needed) bool {
		return m.Resource == n.Resource && m.Path == n.Path && slices.Equal(m.Needs, n.Needs)
	}
	if !slices.ContainsFunc(f.Unknown, same) {
		f.Unknown = append(f.Unknown, n)
	}
}

// mayExist makes a verdict about a resource that perhaps is not created undetermined.
func (s *settling) mayExist(f *Finding) error {
	before := len(f.Unknown)
	s.add(f, f.Resource, f.Resource, "", f.Resource.Needs)
	if f.Verdict != Fail {
		return nil
	}
	if len(f.Unknown) == before {
		return fmt.Errorf("%s may or may not exist, and its source does not say what decides it", f.Resource.ID)
	}
	f.Verdict = Undetermined
	f.Message = fmt.Sprintf("Cannot tell whether %s exists: that depends on %s. If it does: %s",
		f.Resource.ID, listed(f.Resource.Needs), f.Message)
	return nil
}

// assumed makes a failure undetermined where the value at fault is known only by an
// assumption: whoever runs in another workspace has another value.
func (s *settling) assumed(f *Finding) {
	if f.Verdict != Fail || f.Path == "" {
		return
	}
	for _, u := range f.Resource.Assumed {
		if !f.Path.Contains(u.Path) {
			continue
		}
		s.add(f, f.Resource, f.Resource, u.Path, u.Needs)
		f.Message = fmt.Sprintf("Cannot tell: %s depends on %s. As it is assumed: %s", catalog.Spelled(f.Resource, u.Path), listed(u.Needs), f.Message)
		f.Verdict = Undetermined
		return
	}
}

// cannotTell is the message of an undetermined verdict whose rule gives none.
func cannotTell(f *Finding) string {
	var reasons []string
	for _, n := range f.Unknown {
		var what string
		switch {
		case n.Path == "" && n.Resource == nil:
			what = "it depends on " + listed(n.Needs)
		case n.Path == "":
			what = fmt.Sprintf("whether %s exists depends on %s", n.Resource.ID, listed(n.Needs))
		case n.Resource == nil:
			what = fmt.Sprintf("%s depends on %s", catalog.Spelled(f.Resource, n.Path), listed(n.Needs))
		default:
			what = fmt.Sprintf("%s of %s depends on %s", catalog.Spelled(n.Resource, n.Path), n.Resource.ID, listed(n.Needs))
		}
		if !slices.Contains(reasons, what) {
			reasons = append(reasons, what)
		}
	}
	const most = 3
	if len(reasons) > most {
		reasons = append(reasons[:most:most], fmt.Sprintf("and %d more", len(reasons)-most))
	}
	return "Cannot tell: " + strings.Join(reasons, "; ") + "."
}

// listed writes a, b and c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// remediation chooses the words of the source. A live resource has no text to
// change, but attribute names that are Terraform's.
func remediation(rule *Rule, source graph.Source) string {
	if text, found := rule.Remediation[string(source)]; found || source != graph.Live {
		return text
	}
	return rule.Remediation[string(graph.Terraform)]
}

// Fingerprint identifies a finding that no rule of a [RuleSet] made: what makes it the
// same one after lines moved, as for those of rules.
func Fingerprint(rule string, parts ...string) string {
	return digest(append([]string{rule}, parts...))
}

// fingerprint identifies a finding across moved lines, changed positions, and scans of
// more or fewer roots.
func fingerprint(f *Finding) string {
	return digest([]string{f.Rule.ID, Identity(f.Resource), string(f.Verdict), f.Path.Shape()})
}

func digest(parts []string) string {
	const length = 32
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])[:length]
}

// Identity is the ID of a resource behind its group, whether or not the ID of this run
// has the group: it has where there are several.
func Identity(r *graph.Resource) string {
	if r.Group == "" || strings.HasPrefix(r.ID, r.Group+"/") {
		return r.ID
	}
	return r.Group + "/" + r.ID
}

// distinct sorts findings and drops those that are the same: a rule can say the same of a
// resource more than once when it is not the one that it began with.
func distinct(findings []*Finding) []*Finding {
	slices.SortStableFunc(findings, compareFindings)
	kept := slices.CompactFunc(findings, func(a, b *Finding) bool { return compareFindings(a, b) == 0 })
	clear(findings[len(kept):])
	return kept
}

func compareFindings(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(a.Severity.Rank(), b.Severity.Rank()),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.Resource.ID, b.Resource.ID),
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Verdict, b.Verdict),
		cmp.Compare(a.Message, b.Message),
		slices.CompareFunc(a.Related, b.Related, func(a, b Related) int {
			return cmp.Or(cmp.Compare(a.Note, b.Note), cmp.Compare(a.Resource.ID, b.Resource.ID))
		}),
		slices.CompareFunc(a.Unknown, b.Unknown, func(a, b Needed) int {
			return cmp.Or(slices.Compare(a.Needs, b.Needs), cmp.Compare(a.Path, b.Path), cmp.Compare(idOf(a.Resource), idOf(b.Resource)))
		}),
	)
}

func idOf(r *graph.Resource) string {
	if r == nil {
		return ""
	}
	return r.ID
}
